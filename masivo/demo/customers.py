"""The customers as the warehouse takes them: profiles with gaps, accents, consents and tags of the retailer's own."""

import unicodedata
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masivo.demo import places
from masivo.demo.columns import Flags, Floats, Ints, booleans, choices, days, decimals, instants, numbered
from masivo.demo.population import CUSTOMER_STREAM, Population
from masivo.demo.seasons import draw

BATCH = 100_000
_CONSENTS = {
    "behavioral_campaigns": 0.58,
    "coupon_campaigns": 0.66,
    "punchcard_campaigns": 0.41,
    "email_marketing": 0.63,
    "push_notifications": 0.47,
    "link_tracking": 0.52,
}
_PLATFORMS = (["web"], ["ios"], ["android"], ["ios", "web"], ["android", "web"])
_MILLION = 1_000_000


def customer_batches(population: Population) -> Iterator[pa.Table]:
    """The profiles in order of joining, a column a field by its dotted name; row n is customer n of the events."""
    for number, first in enumerate(range(0, population.size, BATCH)):
        rows = slice(first, min(first + BATCH, population.size))
        yield _profiles(population, rows, population.generator(CUSTOMER_STREAM, number))


def customer_ids(first: int, stop: int) -> pa.Array:
    """The outside ids of customers `first` to `stop` − 1."""
    return numbered("C", np.arange(first + 1, stop + 1), 8)


def _profiles(population: Population, rows: slice, generator: np.random.Generator) -> pa.Table:
    anonymous = population.anonymous[rows]
    known = ~anonymous
    columns = {"id": customer_ids(rows.start, rows.stop)}
    columns |= _identity(generator, known, rows.start)
    columns |= _place(generator, known)
    columns |= _standing(population, rows, generator)
    columns |= _consents(generator, known)
    columns |= _tags(population, rows, generator)
    columns["registration_date"] = instants(population.joined[rows], known)
    columns["is_anonymous"] = booleans(anonymous)
    columns["dob"] = days(_birthdays(generator, population.today, len(known)), known & _some(generator, known, 0.81))
    return pa.table(columns)


def _identity(generator: np.random.Generator, known: Flags, first: int) -> dict[str, pa.Array]:
    size = len(known)
    gender = draw(generator, np.array([0.55, 0.43, 0.02]), size)
    female = np.where(gender == 2, generator.integers(0, 2, size), 1 - gender).astype(np.bool_)
    names = places.FEMALE_NAMES + places.MALE_NAMES
    given = generator.integers(0, len(places.FEMALE_NAMES), size) + np.where(female, 0, len(places.FEMALE_NAMES))
    surname, second = generator.integers(0, len(places.SURNAMES), (2, size))
    words = [
        pa.array(words).take(pa.array(picks))
        for words, picks in ((names, given), (places.SURNAMES, surname), (places.SURNAMES, second))
    ]
    mailbox = [
        pa.array([_ascii(word) for word in words]).take(pa.array(picks))
        for words, picks in ((names, given), (places.SURNAMES, surname))
    ]
    domain = choices(places.EMAIL_DOMAINS, draw(generator, np.array([5, 2, 2, 1, 1.0]), size)).dictionary_decode()
    number = pc.cast(pa.array(np.arange(first + 1, first + size + 1)), pa.string())
    address = pc.binary_join_element_wise(
        pc.binary_join_element_wise(*mailbox, "."), number, pa.scalar("@"), domain, ""
    )
    return {
        "name": _keep(pc.binary_join_element_wise(*words, " "), known),
        "email": _keep(address, known & _some(generator, known, 0.94)),
        "gender": choices(places.GENDERS, gender, known & _some(generator, known, 0.86)),
    }


def _place(generator: np.random.Generator, known: Flags) -> dict[str, pa.Array]:
    size = len(known)
    country = draw(generator, np.array([entry.share for entry in places.COUNTRIES]), size)
    cities = np.array([len(entry.cities) for entry in places.COUNTRIES])
    city = (np.cumsum(cities) - cities)[country] + (generator.random(size) ** 1.9 * cities[country]).astype(np.int64)
    dialling = pa.array([entry.dialling for entry in places.COUNTRIES]).take(pa.array(country))
    phone = pc.binary_join_element_wise(
        dialling, pa.scalar("555"), numbered("", generator.integers(0, 10_000, size), 4), " "
    )
    papers = tuple(entry.document for entry in places.COUNTRIES)
    has_paper = known & _some(generator, known, 0.55)
    return {
        "country": choices([entry.code for entry in places.COUNTRIES], country, _some(generator, known, 0.97)),
        "city": choices(places.CITIES, city, _some(generator, known, 0.93)),
        "phone": _keep(phone, known & _some(generator, known, 0.78)),
        "phone_verified": booleans(_some(generator, known, 0.62), known),
        "document_type": choices(papers, country, has_paper),
        "document_number": numbered("", generator.integers(10**7, 10**9, size), 9, has_paper),
    }


def _standing(population: Population, rows: slice, generator: np.random.Generator) -> dict[str, pa.Array]:
    known = ~population.anonymous[rows]
    size = len(known)
    tier = np.searchsorted([0.62, 0.88, 0.975], _rank(population, rows, generator))
    referred = known & _some(generator, known, 0.24)
    return {
        "tier": choices(places.TIERS, tier, known & _some(generator, known, 0.91)),
        "status": choices(places.STATUSES, draw(generator, np.array([0.93, 0.06, 0.01]), size), known),
        "referral_code": numbered("AMIGO-", generator.integers(0, 100_000, size), 5, referred),
    }


def _consents(generator: np.random.Generator, known: Flags) -> dict[str, pa.Array]:
    answered = known & _some(generator, known, 0.9)
    return {
        f"consent.purposes.{purpose}": booleans(_some(generator, known, share), answered)
        for purpose, share in _CONSENTS.items()
    }


def _tags(population: Population, rows: slice, generator: np.random.Generator) -> dict[str, pa.Array]:
    known = ~population.anonymous[rows]
    size = len(known)
    app, ios = population.app[rows], population.ios[rows]
    platform = np.where(app, np.where(ios, 1, 2) + 2 * _some(generator, known, 0.4), 0)
    rank = _rank(population, rows, generator)
    expiry = population.today + generator.integers(-200, 900, size)
    first, second = generator.integers(0, len(places.INTERESTS), (2, size))
    return {
        "platforms": pa.array(_PLATFORMS, pa.list_(pa.string())).take(pa.array(platform)),
        "tags.vip_status": choices(places.VIP_STATUSES, (rank < 0.97).astype(np.int8), known & (rank > 0.92)),
        "tags.acquisition_channel": choices(
            places.CHANNELS, generator.integers(0, len(places.CHANNELS), size), known & _some(generator, known, 0.7)
        ),
        "tags.loyalty_points": decimals(
            (rank**6 * 9_000).astype(np.int64) * _MILLION, known & _some(generator, known, 0.9)
        ),
        "tags.has_children": booleans(_some(generator, known, 0.38), known & _some(generator, known, 0.45)),
        "tags.card_expires_on": days(expiry, known & _some(generator, known, 0.3)),
        "tags.interests": _interests(first, second, known & _some(generator, known, 0.5)),
    }


def _rank(population: Population, rows: slice, generator: np.random.Generator) -> Floats:
    """How good a customer is among all, from 0 to 1, as a team that knows them only roughly would judge it."""
    worth = np.log(population.appetite[rows]) + 2 * population.buys[rows] + np.log(population.basket[rows])
    judged = worth + generator.normal(0, 0.5, len(worth))
    return np.argsort(np.argsort(judged)) / len(judged)


def _birthdays(generator: np.random.Generator, today: int, size: int) -> Ints:
    age = np.minimum(18 + generator.gamma(2.6, 8.5, size), 94)
    return today - (age * 365.2425).astype(np.int64)


def _interests(first: Ints, second: Ints, present: Flags) -> pa.Array:
    pairs = [[one] if one == other else [one, other] for one in places.INTERESTS for other in places.INTERESTS]
    picks = pa.array(first * len(places.INTERESTS) + second, mask=~present)
    return pa.array(pairs, pa.list_(pa.string())).take(picks)


def _some(generator: np.random.Generator, like: Flags, share: float) -> Flags:
    return generator.random(len(like)) < share


def _keep(texts: pa.Array, present: Flags) -> pa.Array:
    return pc.if_else(pa.array(present), texts, pa.scalar(None, pa.string()))


def _ascii(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return plain.replace("'", "").lower()
