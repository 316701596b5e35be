package io.github.listward.routes;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultExchange;

/** Stands in for Camel's timers, so that routes with one run as they are, and when a test says so. */
final class TimerStandIn extends DefaultComponent {

    private final Map<String, Processor> routes = new TreeMap<>();

    TimerStandIn() {
        setAutowiredEnabled(false);
    }

    /** Runs the routes of this timer once, and returns when they have ended. */
    void fires(String name) {
        Exchange tick = new DefaultExchange(getCamelContext());
        try {
            routes.get(name).process(tick);
        } catch (Exception e) {
            tick.setException(e);
        }
        if (tick.getException() != null) {
            throw new AssertionError("Timer " + name + " was to run through", tick.getException());
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear();
        return new DefaultEndpoint(uri, this) {

            @Override
            public Producer createProducer() {
                throw new UnsupportedOperationException("a timer takes nothing");
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                routes.put(remaining, processor);
                return new DefaultConsumer(this, processor);
            }

            @Override
            public boolean isLenientProperties() {
                return true;
            }
        };
    }
}
