import pytest

from masivo.conditions.kinds.table import KINDS
from masivo.conditions.operators import OPERATORS_BY_TYPE, FieldType, MeasureFn, Operator
from masivo.conditions.phrases import (
    event_label,
    field_label,
    measure_label,
    operator_label,
    order_label,
    period_label,
    type_label,
    unit_label,
)
from masivo.conditions.tree import Order, Period, Unit


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("tier", "Tier"),
        ("dob", "Date of birth"),
        ("consent.purposes.email_marketing", "Consent: email marketing"),
        ("tags.vip_status", "Tags: vip status"),
        ("order.products[].sku", "Order: products sku"),
        ("ñandú", "Ñandú"),
    ],
)
def test_fields_have_names_for_people(name: str, label: str) -> None:
    assert field_label(name) == label


def test_event_types_have_names_for_people() -> None:
    assert event_label("ADD_TO_CART") == "Add to cart"
    assert event_label("loyalty.scan") == "loyalty.scan"


def test_every_word_of_the_language_has_its_own_label() -> None:
    for type_, operators in OPERATORS_BY_TYPE.items():
        assert len({operator_label(operator, type_) for operator in operators}) == len(operators)
    assert len({measure_label(fn) for fn in MeasureFn}) == len(MeasureFn)
    assert len({order_label(order) for order in Order}) == len(Order)
    assert len({kind.label for kind in KINDS.values()}) == len(KINDS)
    assert len({period_label(period) for period in Period}) == len(Period)
    assert len({type_label(type_) for type_ in FieldType}) == len(FieldType)
    assert operator_label(Operator.BETWEEN, FieldType.DATE) != operator_label(Operator.BETWEEN, FieldType.NUMBER)


def test_units_agree_with_their_amount() -> None:
    assert unit_label(Unit.DAY, 1) == "day"
    assert unit_label(Unit.DAY, 0) == unit_label(Unit.DAY, 2) == "days"
