#!/usr/bin/env python3
"""Writes the demo's sample: what AEP sends, what Marketo holds before, and what must be true afterwards.

    python3 src/test/demo/generate_sample.py

Standard library only, no product code, the same files every time. README.md beside this file says what the files
hold and what each kind of profile is there for. The truth is kept the simplest way there is: of all words about a
profile and an audience the last one counts, and who is in a list follows from the last words, from who can be a
lead, and from who stood in the list before (class Truth).
"""
import datetime
import gzip
import json
import pathlib
import random

HERE = pathlib.Path(__file__).parent
rnd = random.Random(20250601)

# audience: dataflow, namespace in segmentMembership, id, final name of its list
VIP = ("eu-nurture", "ups", "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01", "VIP Europe 2025")
NEWS = ("eu-nurture", "ups", "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a02", "Newsletter Europe")
WIN_BACK = ("us-winback", "CustomerAudienceUpload", "lapsed_customers", "Win back")
NOT_ACTIVATED = ("", "ups", "0d5f4f5c-2a5e-4d57-8b8e-6c1d2f3a4b99", None)
ACTIVATED = (VIP, NEWS, WIN_BACK)

FIRST = ("Ada Alan Barbara Carl Clara Dennis Donald Edith Emmy Frances Grace Hedy Ida Jean John Karen Ken Leslie Lise "
         "Margaret Mary Niklaus Radia Sophie Tim Vera").split()
LAST = ("Lovelace Turing Liskov Gauss Barton Ritchie Knuth Clarke Noether Allen Hopper Lamarr Rhodes Bartik Backus "
        "Jones Thompson Lamport Meitner Hamilton Jackson Wirth Perlman Wilson Lee Rubin").split()
COUNTRIES = "Austria Belgium Denmark Finland France Germany Ireland Italy Netherlands Poland Portugal Spain Sweden".split()

JUNE = 1748736000          # 2025-06-01T00:00:00Z, in seconds
STEP = 100                 # seconds between two events of the stream
FUTURE = 4070908800        # 2099-01-01
UNSAID = 10 ** 11          # an event without a time counts from when it is sent, after everything of June 2025

QUALIFIED, EXITED = ("realized", "existing"), ("exited", "exiting")


class Truth:
    """What must come out, told by the rules alone."""

    def __init__(self):
        self.words = {}       # (audience, profile) -> [(moment, place in the stream, e-mails wanted, e-mails named)]
        self.leads = {}       # e-mail -> partitions of its leads before anything is sent
        self.before = {}      # audience -> e-mails in its list before anything is sent
        self.unfit = set()    # e-mails whose profile always has a value that its Marketo field refuses
        self.received = {}    # (dataflow, audience id) -> changes

    def count(self, audience, changes):
        self.received[audience[0], audience[2]] = self.received.get((audience[0], audience[2]), 0) + changes

    def known(self, audience, profile):
        """The e-mails its last word so far wants."""
        words = self.words.get((audience, profile))
        return max(words)[2] if words else ()

    def word(self, audience, profile, moment, place, wanted, named):
        self.words.setdefault((audience, profile), []).append((moment, place, wanted, named))

    def can_be_lead(self, audience, email):
        partitions = self.leads.get(email, ())
        if audience is WIN_BACK:      # match existing only, and workspace America sees no other partition
            return "America" in partitions
        if not email.isascii() or "," in email or len(email) > 254:
            return False
        if partitions:                # whoever is a lead elsewhere is neither doubled nor seen by workspace Europe
            return "Europe" in partitions
        return email not in self.unfit   # missing people are created, but nobody with values missing

    def members(self, audience):
        wanted, named = set(), set()
        for (of, _), words in self.words.items():
            if of is audience:
                wanted |= set(max(words)[2])
                for word in words:
                    named |= set(word[3])
        untouched = set(self.before.get(audience, ())) - named
        return {email for email in wanted if self.can_be_lead(audience, email)} | untouched


truth = Truth()
leads = []      # rows of leads.tsv
steps = []      # (place, profile, what to send)


class Profile:
    all = []

    def __init__(self, emails, key=True):
        number = len(Profile.all)
        Profile.all.append(self)
        self.key = "profile-%05d" % number if key else ""
        self.emails = emails
        self.first, self.last = rnd.choice(FIRST), rnd.choice(LAST)
        self.country = rnd.choice(COUNTRIES)
        self.ecid = "".join(rnd.choice("0123456789") for _ in range(38)) if number % 8 == 0 else None
        self.primary = None if len(emails) < 2 else rnd.choice((None, 0, 1))
        self.state = {}     # audience -> (qualified, moment) as AEP has it


def person():
    """A new e-mail address."""
    first, last = rnd.choice(FIRST), rnd.choice(LAST)
    person.count += 1
    return "%s.%s.%d@example.com" % (first.lower(), last.lower(), person.count)


person.count = 0


def lead(email, partition, audience=None):
    leads.append((email, partition, rnd.choice(FIRST), rnd.choice(LAST), audience[3] if audience else ""))
    truth.leads.setdefault(email, set()).add(partition)
    if audience:
        truth.before.setdefault(audience, set()).add(email)


def life(profile, *moves, filler=8):
    """Puts the moves of a profile into the stream, in their order, with re-sent events between and behind them."""
    sends = []
    for n, move in enumerate(moves):
        sends.append(move)
        sends += [None] * rnd.randrange(filler * 2 // len(moves) + 1)
    for place, send in zip(sorted(rnd.random() for _ in sends), sends):
        steps.append((place, profile, send))


def move(*changes, **how):
    """changes: (audience, "in" | "out" | any other status); how: what is odd about this event."""
    return changes, how


def choose():
    return rnd.choice(((VIP,), (NEWS,), (NEWS,), (VIP, NEWS)))


def enter(audiences, **how):
    return move(*[(audience, "in") for audience in audiences], **how)


def leave(audiences, **how):
    return move(*[(audience, "out") for audience in audiences], **how)


def people():
    for _ in range(640):                                                    # stays
        life(Profile([person()]), enter(choose()))
    for _ in range(340):                                                    # leaves
        audiences = choose()
        life(Profile([person()]), enter(audiences), leave(audiences))
    for _ in range(280):                                                    # returns
        audiences = choose()
        life(Profile([person()]), enter(audiences), leave(audiences), enter(audiences))
    for _ in range(150):                                                    # two e-mails, both people
        audiences = choose()
        life(Profile([person(), person()]), enter(audiences), *([leave(audiences)] if rnd.random() < .3 else []))
    for _ in range(60):                                                     # drops one of its e-mails
        audiences = choose()
        life(Profile([person(), person()]), enter(audiences), enter(audiences, drop=True))
    for n in range(40):                                                     # two profiles with one e-mail
        shared, audiences = person(), (VIP,)
        life(Profile([shared]), enter(audiences), leave(audiences))
        life(Profile([shared]), enter(audiences), *([leave(audiences)] if n % 4 == 0 else []))
    for _ in range(40):                                                     # exits without any identity
        audiences = choose()
        life(Profile([person()]), enter(audiences), leave(audiences, nobody=True), filler=0)
    for _ in range(60):                                                     # never has an e-mail
        life(Profile([]), enter(choose()))
    for _ in range(40):                                                     # never has the mandatory first name
        life(Profile([person()]), enter(choose(), first=None), filler=0)
    for n in range(80):                                                     # a value Marketo refuses; known to Marketo or not
        email = person()
        odd = ({"country": "x" * 300}, {"birth": "31.12.1980"}, {"first": ["Ada", "Augusta"]}, {"last": "y" * 256})[n % 4]
        if n < 40:
            lead(email, "Europe")
        else:
            truth.unfit.add(email)
        life(Profile([email]), enter(choose(), **odd), filler=0)
    for n in range(60):                                                     # an e-mail Marketo refuses
        email = ("jürgen.%d@example.com" % n, "a,b.%d@example.com" % n, "z" * 250 + "%d@example.com" % n)[n % 3]
        life(Profile([email] if n % 2 else [email, person()]), enter((NEWS,)), filler=0)
    for _ in range(10):                                                     # an e-mail of 10,000 characters is none
        life(Profile(["q" * 10000 + "@example.com"]), enter((NEWS,)), filler=0)
    for _ in range(40):                                                     # a refused value, put right later
        life(Profile([person()]), enter((NEWS,), country="x" * 300), enter((NEWS,)), filler=0)
    for _ in range(60):                                                     # an exit from before it came arrives late
        audiences = choose()
        life(Profile([person()]), enter(audiences), leave(audiences, late=True))
    for _ in range(60):                                                     # it left, and how it once came arrives late
        audiences = choose()
        life(Profile([person()]), enter(audiences), leave(audiences), enter(audiences, late=True), filler=0)
    for n in range(60):                                                     # a time in the future moves nothing
        audiences = choose()
        life(Profile([person()]), *([enter(audiences)] if n % 2 else []), (leave if n % 2 else enter)(audiences, future=True), filler=0)
    for _ in range(40):                                                     # a status nobody knows moves nothing
        audiences = choose()
        life(Profile([person()]), enter(audiences), move(*[(a, rnd.choice(("paused", "", "inactive"))) for a in audiences]), filler=0)
    for _ in range(30):                                                     # no time: it counts from when it is sent
        audiences = choose()
        life(Profile([person()]), enter(audiences), leave(audiences, unsaid=True), enter(audiences, late=True), filler=0)
    for _ in range(20):                                                     # Marketo has two leads of this e-mail
        email = person()
        lead(email, "Europe")
        lead(email, "Europe")
        life(Profile([email]), enter(choose()))
    for _ in range(15):                                                     # its lead is in the other workspace's partition
        email = person()
        lead(email, "America")
        life(Profile([email]), move((VIP, "in"), (WIN_BACK, "in")))
    for _ in range(40):                                                     # no record key
        audiences = choose()
        life(Profile([person()], key=False), enter(audiences), *([leave(audiences)] if rnd.random() < .5 else []))
    for _ in range(20):                                                     # its e-mail is written in capitals at times
        life(Profile([person()]), enter((VIP,)), enter((VIP,), capitals=True), filler=0)
    for _ in range(12):                                                     # the audience was renamed
        life(Profile([person()]), enter((VIP,), named="VIP Europe 2025", after=.55), filler=0)

    for _ in range(300):                                                    # America: known to Marketo
        email = person()
        lead(email, "America")
        audiences = (WIN_BACK,)
        life(Profile([email]), enter(audiences), *[leave(audiences), enter(audiences)][:rnd.choice((0, 0, 0, 1, 1, 2))])
    for _ in range(110):                                                    # America: unknown, and nobody is created there
        life(Profile([person()]), enter((WIN_BACK,)), *([leave((WIN_BACK,))] if rnd.random() < .3 else []))
    for _ in range(40):                                                     # America: of two e-mails the primary one
        emails = [person(), person()]
        for email in emails:
            lead(email, "America")
        life(Profile(emails), enter((WIN_BACK,)))
    for n in range(200):                                                    # America: in the list before Listward was
        email = person()
        lead(email, "America", WIN_BACK)
        if n < 60:
            life(Profile([email]), leave((WIN_BACK,)), filler=1)
    for _ in range(50):                                                     # Europe: in the list before Listward was
        email = person()
        lead(email, "Europe", NEWS)
        if rnd.random() < .4:
            life(Profile([email]), leave((NEWS,)), filler=1)


UNREADABLE = ("not json", '{"segmentMembership":{"ups":{', "[]", "{}", '{"segmentMembership":{}}', '{"segmentMembership":null}',
              '{"segmentMembership":"vip"}', '"realized"', "", '{"identityMap":{"Email":[{"id":"nobody@example.com"}]}}')


def when(moment):
    """A moment in one of the forms that AEP's own pages show."""
    at = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
    return rnd.choice((
        at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        at.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        at.astimezone(datetime.timezone(datetime.timedelta(hours=2))).strftime("%Y-%m-%dT%H:%M:%S+02:00"),
        moment * 1000))


def wrapped(attributes):
    """The dialect of AEP's streaming destinations."""
    return {name: wrapped(value) if isinstance(value, dict) else {"value": value} for name, value in attributes.items()}


def event(profile, place, send):
    """The event as sent; what it says goes into the truth."""
    changes, how = send if send else ((), {})
    if not send and rnd.random() < .15:
        profile.country = rnd.choice(COUNTRIES)
    if how.get("drop"):
        profile.emails = profile.emails[:1]
    emails = [] if how.get("nobody") else profile.emails
    now = JUNE + place * STEP
    said = dict(changes)
    # AEP sends what changed, and at times what did not; a re-sent membership keeps its time.
    for audience in profile.state:
        if audience not in said and (not send or rnd.random() < .3) and not how:
            said[audience] = None
    memberships = {}
    for audience, change in said.items():
        status, moment, name = membership(profile, audience, change, now, how)
        entry = {"status": status}
        if moment != UNSAID:
            entry["lastQualificationTime"] = when(moment)
        if name:
            entry["name"] = name
        memberships.setdefault(audience[1], {})[audience[2]] = entry
        tell(profile, audience, status, moment, place, emails, how)
    if rnd.random() < .1:
        memberships.setdefault("ups", {})[NOT_ACTIVATED[2]] = {"status": "realized", "lastQualificationTime": when(now)}
        truth.count(NOT_ACTIVATED, 1)
    return rendered(profile, emails, memberships, how)


def membership(profile, audience, change, now, how):
    if change is None:
        qualified, moment = profile.state[audience]
        return rnd.choice(QUALIFIED if qualified else EXITED), moment, None
    status = {"in": rnd.choice(QUALIFIED), "out": rnd.choice(EXITED)}.get(change, change)
    since = profile.state.get(audience, (None, now))[1]
    moment = FUTURE if how.get("future") else UNSAID if how.get("unsaid") else min(since, now) - 7 if how.get("late") else now
    if change in ("in", "out") and not how.get("future") and not how.get("late"):
        profile.state[audience] = (change == "in", moment)
    return status, moment, how.get("named")


def tell(profile, audience, status, moment, place, emails, how):
    if audience is WIN_BACK and len(emails) > 1:      # identities: primary
        emails = [emails[profile.primary or 0]]
    emails = [email for email in emails if len(email) < 1000]
    if moment == FUTURE or status not in QUALIFIED + EXITED:
        truth.count(audience, 1)
        return
    qualified = status in QUALIFIED
    if qualified and (not emails or audience is not WIN_BACK and "first" in how and how["first"] is None):
        truth.count(audience, max(1, len(emails)))    # excluded before anybody is asked
        return
    if not emails and not profile.key:
        truth.count(audience, 1)
        return
    for owner, his in [(profile.key, emails)] if profile.key else [(email, [email]) for email in emails]:
        gone = [email for email in truth.known(audience, owner) if email not in his]
        truth.word(audience, owner, moment, place, tuple(his) if qualified else (), tuple(his))
        # Whoever the profile no longer has exits too: one more change each, unless the event is about nobody else.
        truth.count(audience, max(1, len(his) + len(gone)))


def rendered(profile, emails, memberships, how):
    name = {"firstName": how.get("first", profile.first), "lastName": how.get("last", profile.last)}
    name = {part: value for part, value in name.items() if value is not None}
    attributes = {"person": {"name": name}, "homeAddress": {"country": how.get("country", profile.country)}}
    if "birth" in how or rnd.random() < .1:
        attributes["person"]["birthDate"] = how.get("birth", "19%02d-02-28" % rnd.randrange(50, 99))
    identities = {}
    if emails:
        written = [email.upper() if how.get("capitals") else email for email in emails]
        identities[rnd.choice(("Email", "email"))] = [
            {"id": email, "primary": True} if n == profile.primary else {"id": email} for n, email in enumerate(written)]
    if profile.ecid:
        identities[rnd.choice(("ECID", "ecid", "Adobe Marketing Cloud ID"))] = [{"id": profile.ecid}]
    if rnd.random() < .5:
        whole = {"attributes": wrapped(attributes)}
    else:
        whole = dict(attributes)
    whole["segmentMembership"] = memberships
    whole["identityMap"] = identities
    return whole


def stream():
    people()
    for n in range(60):
        steps.append((rnd.random(), None, UNREADABLE[n % len(UNREADABLE)]))
    steps.append((.5, None, '{"segmentMembership":{},"filler":"' + "x" * 1_200_000 + '"}'))
    placed = [(max(place, send[1]["after"]) + rnd.random() / 10 if profile and send and "after" in send[1] else place, n, profile, send)
              for n, (place, profile, send) in enumerate(steps)]
    for place, (_, _, profile, send) in enumerate(sorted(placed, key=lambda step: step[:2])):
        if profile is None:
            truth.count(("", "", ""), 1)
            yield "profile-%05d" % rnd.randrange(1000), send
        else:
            yield profile.key, json.dumps(event(profile, place, send), separators=(",", ":"), ensure_ascii=False)


def write(name, header, rows):
    lines = ["\t".join(header)] + ["\t".join(map(str, row)) for row in rows]
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    events = list(stream())
    text = "".join("%s\t%s\n" % each for each in events).encode()
    with open(HERE / "events.tsv.gz", "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as packed:
        packed.write(text)
    write("leads.tsv", ("email", "partition", "firstName", "lastName", "list"), leads)
    write("expected-members.tsv", ("list", "email"),
          sorted((audience[3], email) for audience in ACTIVATED for email in truth.members(audience)))
    write("expected-received.tsv", ("dataflow", "audience", "changes"), sorted((*key, count) for key, count in truth.received.items()))
    print("%d events of %d profiles, %d leads before; members: %s" % (
        len(events), len(Profile.all), len(leads), ", ".join("%s %d" % (a[3], len(truth.members(a))) for a in ACTIVATED)))


main()
