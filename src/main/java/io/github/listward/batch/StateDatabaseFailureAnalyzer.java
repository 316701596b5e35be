package io.github.listward.batch;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about an H2 file that cannot be opened. */
class StateDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    /** Source: H2, org.h2.api.ErrorCode: IO_EXCEPTION_1, FILE_CORRUPTED_1, IO_EXCEPTION_2, FILE_VERSION_ERROR_1, GENERAL_ERROR_1. */
    private static final Set<Integer> UNREADABLE = Set.of(90028, 90030, 90031, 90048, 50000);

    /** Source: H2, org.h2.api.ErrorCode: DATABASE_ALREADY_OPEN_1. */
    private static final int IN_USE = 90020;

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        if (!cause.getClass().getName().startsWith("org.h2.")) {
            return null;
        }
        if (cause.getErrorCode() == IN_USE) {
            return new FailureAnalysis("The state database is in use by another process: " + cause.getMessage(),
                    "Stop that one. Replicas share one PostgreSQL (spring.datasource.url), not a file.", cause);
        }
        if (UNREADABLE.contains(cause.getErrorCode())) {
            return new FailureAnalysis("The state database cannot be read, it is damaged or of another version of H2: " + cause.getMessage(),
                    "Restore listward.mv.db from a backup. Without one, move it away, keep identity-hash.key beside it, and start: Listward begins an empty"
                            + " database, goes on where Kafka's offsets are, and refuses replays until every audience has been settled"
                            + " (POST /api/settle). docs/operations.md, \"State lost\", says what is not known until then.", cause);
        }
        return null;
    }
}
