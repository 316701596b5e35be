package io.github.listward.marketo;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;

/** The Marketo instances this runtime knows, by munchkin id. */
public class Instances {

    private final Map<String, Instance> byMunchkinId = new LinkedHashMap<>();

    public Instances(Collection<Instance> instances) {
        instances.forEach(instance -> byMunchkinId.put(instance.munchkinId(), instance));
    }

    /** @throws IllegalArgumentException if there is no such instance */
    public Instance get(String munchkinId) {
        Instance instance = byMunchkinId.get(munchkinId);
        if (instance == null) {
            throw new IllegalArgumentException("There is no Marketo instance " + munchkinId + " in listward.instances");
        }
        return instance;
    }

    /** For routes: the instance a request goes to. */
    public Instance of(@Body MarketoRequest request) {
        return get(request.instance());
    }

    public Collection<Instance> all() {
        return byMunchkinId.values();
    }
}
