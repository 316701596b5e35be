package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractRecorderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"access_token":"abc:sj","expires_in":1,"scope":"api@corp.example"}   | {"access_token":"***","expires_in":1,"scope":"***"}
            {"email":"Ada.L+1@example.com"}                                       | {"email":"***@***"}
            {"message":"value 'éva@example.com'"}                                 | {"message":"value '***@***'"}
            {"users":[{"userId":"somebody","count":3}]}                           | {"users":[{"userId":"***","count":3}]}
            """)
    void takesTokensAndAddressesOut(String answer, String kept) {
        assertThat(ContractRecorder.redacted(answer)).isEqualTo(kept);
    }
}
