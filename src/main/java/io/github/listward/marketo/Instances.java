package io.github.listward.marketo;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

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

    public Collection<Instance> all() {
        return byMunchkinId.values();
    }
}
