package io.github.listward.delivery;

/** An instance has one warm-up at a time. */
public class WarmUpRefusedException extends RuntimeException {

    WarmUpRefusedException(String instance, WarmUp underWay) {
        super("The leads of Marketo instance %s created since %s are being extracted; ask again when that is over. See /api/instances/%s/warm-up"
                .formatted(instance, underWay.since(), instance));
    }
}
