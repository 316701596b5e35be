package io.github.listward.monitoring;

/** How the report shows whom a failure is about. */
public enum IdentityView {
    /** As the keyed hash alone: Kafka is not asked. */
    HASHED,
    /** With enough of the identity to recognise somebody one knows, and too little to find out whom one does not. */
    MASKED,
    /** As it came. */
    CLEAR
}
