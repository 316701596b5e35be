package io.github.listward.console;

/** Whoever is logged in may not do this. */
class PermissionMissingException extends RuntimeException {

    PermissionMissingException(Permission permission) {
        super("This needs the permission " + permission.title() + ". See listward.console.permissions.");
    }
}
