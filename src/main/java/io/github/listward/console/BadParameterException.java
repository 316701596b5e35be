package io.github.listward.console;

/** A parameter is not what it should be; the message begins with its name. */
class BadParameterException extends RuntimeException {

    BadParameterException(String parameter, String problem) {
        super(parameter + " " + problem);
    }
}
