package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ada@example.com              | a…@e….com
            ada.lovelace@mail.example.co | a…@m….co
            jo@example.com               | …@e….com
            ada@io.com                   | a…@….com
            ada@localhost                | a…@…
            ada@10.0.0.1                 | a…@…
            ada@example.lovelacefamily   | a…@…
            "a@b"@example.com            | "…@e….com
            Älla@Größe.DE                | Ä…@G….de
            😀😀😀@example.com            | 😀…@e….com
            @                            | …@…
            38407284671212345678         | 38…78
            +491511234567                | +4…67
            123456789012                 | 12…12
            12345678901                  | …
            4711                         | …
            """)
    void leavesTooLittleToFindOutWhoItIs(String identity, String mask) {
        assertThat(Mask.of(identity)).isEqualTo(mask);
    }
}
