package io.github.listward.batch;

import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * Messages for a splitter: a body, and headers that say what routes need to know of it.
 *
 * <p>Routes look at headers and not into bodies for a reason: a Simple expression such as
 * {@code ${body.audience}} keeps the last 1,000 bodies it saw in Camel's cache of bean descriptions,
 * with everything they refer to (BeanInfoCacheKey in camel-bean 4.18), and takes several microseconds.
 */
public final class Parts {

    private Parts() {}

    /** @param headers names and values in turn */
    public static Message of(CamelContext context, Object body, String... headers) {
        Message part = new DefaultMessage(context);
        part.setBody(body);
        for (int i = 0; i < headers.length; i += 2) {
            part.setHeader(headers[i], headers[i + 1]);
        }
        return part;
    }
}
