package io.github.listward.demo;

import java.util.List;

/**
 * An audience the demo activates, as {@code definitions.yaml} has it.
 *
 * @param namespace of {@code segmentMembership}
 * @param list names of its static list, first and last
 */
record Audience(String dataflow, String namespace, String id, String name, List<String> list) {

    static final Audience VIP =
            new Audience("eu-nurture", "ups", "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01", "VIP Europe", List.of("VIP Europe", "VIP Europe 2025"));
    static final Audience NEWSLETTER =
            new Audience("eu-nurture", "ups", "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a02", "Newsletter Europe", List.of("Newsletter Europe"));
    static final Audience WIN_BACK =
            new Audience("us-winback", "CustomerAudienceUpload", "lapsed_customers", "Lapsed customers", List.of("Win back"));

    static final List<Audience> ALL = List.of(VIP, NEWSLETTER, WIN_BACK);
}
