package io.github.listward.monitoring;

import io.github.listward.activation.ActivatedAudience;
import io.github.listward.activation.Terms;
import io.github.listward.activation.TermsTable;
import io.github.listward.delivery.AppHosts;
import io.github.listward.delivery.Hold;
import io.github.listward.delivery.Holds;
import io.github.listward.delivery.MembershipAnswer;
import io.github.listward.delivery.MembershipAnswer.State;
import io.github.listward.delivery.Questions;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.destination.Destination;
import io.github.listward.monitoring.Trace.Delivered;
import io.github.listward.monitoring.Trace.InAudience;
import io.github.listward.monitoring.Trace.LastOutcome;
import io.github.listward.monitoring.Trace.Wanted;
import io.github.listward.monitoring.TracedRows.ListOfAudience;
import io.github.listward.profile.Identity;
import io.github.listward.profile.IdentityHash;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Finds out why a person is in lists, or is not: by the hashes of the identity, which is forgotten with the question. */
@Component
public class Traces {

    private static final int MOST_AUDIENCES = 500;

    /** Each is a call of its own, and a person may be in hundreds. */
    private static final int MOST_LISTS_ASKED = 10;

    private static final String NOT_KNOWN = "Listward knows nothing of this identity: no event with it has come for an audience that a dataflow activates, or the dataflows map"
            + " another identity or namespace, or it was excluded for want of one, or it is written otherwise in AEP.";

    private final Definitions definitions;
    private final IdentityHash hash;
    private final TracedRows rows;
    private final TermsTable terms;
    private final Holds holds;
    private final Audiences audiences;
    private final Failures failures;
    private final Questions questions;
    private final AppHosts appHosts;
    private final Clock clock;

    Traces(
            Definitions definitions,
            IdentityHash hash,
            TracedRows rows,
            TermsTable terms,
            Holds holds,
            Audiences audiences,
            Failures failures,
            Questions questions,
            AppHosts appHosts,
            Clock clock) {
        this.definitions = definitions;
        this.hash = hash;
        this.rows = rows;
        this.terms = terms;
        this.holds = holds;
        this.audiences = audiences;
        this.failures = failures;
        this.questions = questions;
        this.appHosts = appHosts;
        this.clock = clock;
    }

    public Trace of(TraceQuestion question) {
        Set<String> people = people(question);
        Map<ActivatedAudience, Wanted> wanted = rows.wanted(people);
        Map<ActivatedAudience, LastOutcome> outcomes = rows.outcomes(people);
        Set<ActivatedAudience> asked = new TreeSet<>();
        asked.addAll(wanted.keySet());
        asked.addAll(outcomes.keySet());
        if (question.audience() != null) {
            definitions.activationsOf(question.audience()).forEach(activation -> asked.add(ActivatedAudience.of(activation)));
        }
        asked.removeIf(each -> question.audience() != null && !each.audience().equals(question.audience())
                || question.dataflow() != null && !each.dataflow().equals(question.dataflow()));
        boolean askMarketo = question.askMarketo() && (question.audience() != null || asked.size() <= MOST_LISTS_ASKED);
        Context context = new Context(people, wanted, outcomes, terms.paused(), holds.all(), askMarketo);
        List<InAudience> found = new ArrayList<>(asked.stream().limit(MOST_AUDIENCES).map(each -> inAudience(each, context)).toList());
        if (question.audience() != null && asked.isEmpty()) {
            found.add(notActivated(new ActivatedAudience(Optional.ofNullable(question.dataflow()).orElse(""), question.audience()), context));
        }
        boolean known = !wanted.isEmpty() || !outcomes.isEmpty() || isALead(people);
        return new Trace(known, known ? null : NOT_KNOWN, found);
    }

    /** One question, and what is looked up once for all of its audiences. */
    private record Context(
            Set<String> people,
            Map<ActivatedAudience, Wanted> wanted,
            Map<ActivatedAudience, LastOutcome> outcomes,
            Set<ActivatedAudience> paused,
            List<Hold> holds,
            boolean askMarketo) {}

    /** A person goes by the first of the destination's match keys the profile has, whichever that is. */
    private Set<String> people(TraceQuestion question) {
        String namespace = Identity.canonicalNamespace(question.namespace());
        Set<String> people = new LinkedHashSet<>();
        definitions.activations().forEach(activation -> {
            for (String field : activation.destination().matchKeys()) {
                boolean isMapped = activation.dataflow().mapping().stream()
                        .anyMatch(row -> row.field().equals(field) && row.isIdentity() && Identity.canonicalNamespace(row.namespace()).equals(namespace));
                if (isMapped || field.equalsIgnoreCase(namespace)) {
                    people.add(hash.of(field, question.id()));
                }
            }
        });
        return people;
    }

    private boolean isALead(Set<String> people) {
        return definitions.destinations().stream().anyMatch(destination -> !rows.leads(destination.id(), people).isEmpty());
    }

    private InAudience inAudience(ActivatedAudience audience, Context context) {
        Activation activation = definitions.activation(audience.dataflow(), audience.audience());
        if (activation == null) {
            return notActivated(audience, context);
        }
        Destination destination = activation.destination();
        Optional<ListOfAudience> list = rows.list(audience);
        List<Long> leads = rows.leads(destination.id(), context.people()).stream().filter(lead -> lead > 0).toList();
        Delivered delivered = list.flatMap(each -> rows.delivered(destination.instance(), each, leads)).orElse(null);
        MembershipAnswer marketo = list.map(each -> ask(destination.instance(), each.id(), leads, context)).orElse(MembershipAnswer.NOT_ASKED);
        Wanted wanted = context.wanted().get(audience);
        LastOutcome last = context.outcomes().get(audience);
        AudienceCounts counts = audiences.of(audience.dataflow(), audience.audience());
        Finding finding = Finding.of(new Finding.Facts(
                destination.syncType().lists(),
                Terms.of(activation, context.paused().contains(audience), clock.instant()),
                wanted == null ? null : wanted.qualified(),
                delivered == null ? null : delivered.member(),
                last,
                held(audience, context),
                counts.held(),
                counts.inFlight(),
                marketo.state()));
        Long lead = delivered != null ? Long.valueOf(delivered.leadId()) : leads.isEmpty() ? null : leads.get(0);
        return new InAudience(audience.dataflow(), audience.audience(), name(activation, list), true, finding.verdict(), finding.why(), wanted, delivered, last,
                failures.newestOf(audience.dataflow(), audience.audience(), context.people()), marketo,
                list.flatMap(each -> appHosts.listUrl(destination.instance(), each.id())).orElse(null),
                lead == null ? null : appHosts.personUrl(destination.instance(), lead).orElse(null));
    }

    private InAudience notActivated(ActivatedAudience audience, Context context) {
        List<String> elsewhere = definitions.activationsOf(audience.audience()).stream().map(activation -> activation.dataflow().id()).sorted().toList();
        Finding finding = elsewhere.isEmpty() ? Finding.ofNoDataflow(audiences.of("", audience.audience()).received()) : Finding.ofOtherDataflows(elsewhere);
        return new InAudience(audience.dataflow(), audience.audience(), audience.audience(), false, finding.verdict(), finding.why(), context.wanted().get(audience), null,
                context.outcomes().get(audience), failures.newestOf(audience.dataflow(), audience.audience(), context.people()), MembershipAnswer.NOT_ASKED, null, null);
    }

    private static String name(Activation activation, Optional<ListOfAudience> list) {
        return list.map(ListOfAudience::name)
                .orElseGet(() -> Optional.ofNullable(activation.audience().definedListName()).orElse(activation.audience().id()));
    }

    private static String held(ActivatedAudience audience, Context context) {
        return context.holds().stream()
                .filter(hold -> hold.state() != Hold.State.RELEASING && hold.dataflow().equals(audience.dataflow()) && hold.audience().equals(audience.audience()))
                .map(hold -> Finding.held(hold.reason()))
                .findFirst()
                .orElse(null);
    }

    /** Of several leads of a person one that is a member says most. */
    private MembershipAnswer ask(String instance, long list, List<Long> leads, Context context) {
        if (!context.askMarketo()) {
            return MembershipAnswer.NOT_ASKED;
        }
        List<State> tellingFirst = List.of(State.MEMBER, State.PENDING, State.NOT_MEMBER, State.UNANSWERED, State.NOT_FOUND);
        return leads.stream()
                .map(lead -> questions.ask(instance, list, lead))
                .min(Comparator.comparing(answer -> tellingFirst.indexOf(answer.state())))
                .orElse(MembershipAnswer.NOT_ASKED);
    }
}
