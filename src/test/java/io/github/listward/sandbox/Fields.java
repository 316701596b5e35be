package io.github.listward.sandbox;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields leads have: Marketo's standard ones and the arranged custom ones. */
final class Fields {

    /** Fields a read returns when none are asked for. Source: Marketo "Leads", Query. */
    static final List<String> DEFAULT = List.of("id", "email", "updatedAt", "createdAt", "firstName", "lastName");

    private static final String STANDARD = """
            id                    | integer   |     | searchable
            email                 | email     | 255 | updateable searchable
            firstName             | string    | 255 | updateable
            lastName              | string    | 255 | updateable
            middleName            | string    | 255 | updateable
            salutation            | string    | 255 | updateable
            title                 | string    | 255 | updateable
            phone                 | phone     | 255 | updateable
            mobilePhone           | phone     | 255 | updateable
            address               | text      |     | updateable
            city                  | string    | 255 | updateable
            state                 | string    | 255 | updateable
            country               | string    | 255 | updateable
            postalCode            | string    | 255 | updateable
            dateOfBirth           | date      |     | updateable
            leadScore             | integer   |     | updateable
            leadStatus            | string    | 255 | updateable
            leadSource            | string    | 255 | updateable
            rating                | string    | 255 | updateable
            unsubscribed          | boolean   |     | updateable
            doNotCall             | boolean   |     | updateable
            company               | string    | 255 | updateable company
            website               | url       | 255 | updateable company
            industry              | string    | 255 | updateable company
            annualRevenue         | currency  |     | updateable company
            numberOfEmployees     | integer   |     | updateable company
            cookies               | string    | 255 | updateable searchable
            twitterId             | string    | 255 | updateable searchable
            facebookId            | string    | 255 | updateable searchable
            linkedInId            | string    | 255 | updateable searchable
            sfdcAccountId         | string    | 255 | updateable searchable
            sfdcContactId         | string    | 255 | updateable searchable
            sfdcLeadId            | string    | 255 | updateable searchable
            sfdcLeadOwnerId       | string    | 255 | updateable searchable
            sfdcOpptyId           | string    | 255 | updateable searchable
            externalCompanyId     | string    | 50  | updateable
            externalSalesPersonId | string    | 50  | updateable
            leadPartitionId       | reference |     | searchable
            createdAt             | datetime  |     |
            updatedAt             | datetime  |     |
            ecids                 | string    | 255 |
            """;

    private final Map<String, Field> byName = new LinkedHashMap<>();

    Fields() {
        STANDARD.lines().forEach(line -> {
            String[] cells = line.split("\\|", -1);
            String flags = cells[3];
            Integer length = cells[2].isBlank() ? null : Integer.valueOf(cells[2].trim());
            add(new Field(
                    cells[0].trim(),
                    displayName(cells[0].trim()),
                    FieldType.of(cells[1].trim()),
                    length,
                    flags.contains("updateable"),
                    flags.contains("searchable"),
                    flags.contains("company")));
        });
    }

    void add(Field field) {
        byName.put(field.name(), field);
    }

    void add(String name, String type, Integer length, boolean updateable, boolean searchable) {
        add(new Field(name, displayName(name), FieldType.of(type), length, updateable, searchable, false));
    }

    /** Or null. Names are compared exactly: Sync Leads wants Describe's case. */
    Field get(String name) {
        return byName.get(name);
    }

    Collection<Field> all() {
        return byName.values();
    }

    private static String displayName(String name) {
        String spaced = name.replaceAll("([a-z])([A-Z])", "$1 $2");
        return Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
    }
}
