package io.github.listward.delivery;

/** What is asked for cannot be planned; the message says which value is wrong and what would be right. */
public class PlanRefusedException extends RuntimeException {

    PlanRefusedException(String message) {
        super(message);
    }
}
