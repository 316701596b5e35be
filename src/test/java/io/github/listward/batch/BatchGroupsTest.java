package io.github.listward.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchGroupsTest {

    private final BatchGroups groups = new BatchGroups();
    private final Batches batches = new Batches(List.of(groups), null, null, null, null);
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<List<?>> calls = Collections.synchronizedList(new ArrayList<>());
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:gather").errorHandler(noErrorHandler())
                        .aggregate(exchangeProperty(Batch.ID_PROPERTY), groups).aggregateController(groups).completionSize(300)
                        .process(exchange -> call(exchange.getMessage().getBody(List.class)));
            }
        });
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void call(List<?> members) {
        if (members.contains("refuse")) {
            throw new IllegalStateException("refused");
        }
        calls.add(List.copyOf(members));
    }

    @Test
    void failsABatchThatHasAGroupWhenItsRouteIsStopped() {
        Exchange poll = poll();
        send(poll, 7);

        groups.onStop(null);

        assertThat(Batch.of(poll).failed()).isTrue();
        assertThat(calls).isEmpty();
    }

    @Test
    void callWith300WheneverThereAre300AndWithTheRestWhenJoined() throws Exception {
        Exchange poll = poll();

        send(poll, 700);
        await("full groups").until(() -> calls.size() == 2);
        batches.join(poll);

        assertThat(calls).extracting(List::size).containsExactlyInAnyOrder(300, 300, 100);
        assertThat(calls.stream().flatMap(List::stream).distinct()).hasSize(700);
    }

    @Test
    void letAnotherBatchGoOnFilling() throws Exception {
        Exchange poll = poll();
        Exchange another = poll();
        send(poll, 10);
        send(another, 299);

        batches.join(poll);
        assertThat(calls).extracting(List::size).containsExactly(10);
        send(another, 1);

        await("the other batch's group").until(() -> calls.size() == 2);
        assertThat(calls.get(1)).hasSize(300);
    }

    @Test
    void failTheBatchWhenTheirCallDoes() {
        Exchange poll = poll();
        send(poll, 300);
        send(poll, "refuse");

        assertThatThrownBy(() -> batches.join(poll)).isInstanceOf(BatchFailedException.class).hasMessage("refused");
        assertThat(calls).hasSize(1);
    }

    private Exchange poll() {
        Exchange poll = new DefaultExchange(camel);
        poll.setProperty(Batch.PROPERTY, Counts.batchOf());
        return poll;
    }

    private void send(Exchange poll, int members) {
        IntStream.range(0, members).forEach(number -> send(poll, (Object) number));
    }

    private void send(Exchange poll, Object member) {
        template.send("direct:gather", exchange -> {
            exchange.setProperty(Batch.PROPERTY, Batch.of(poll));
            exchange.setProperty(Batch.ID_PROPERTY, Batch.of(poll).id());
            exchange.getMessage().setBody(member);
        });
    }
}
