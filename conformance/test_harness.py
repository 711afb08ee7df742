"""Tests of the cases and of the judgement: `python3 -m unittest discover conformance`."""

import unittest
from decimal import Decimal

from cases import UNKNOWN, cases, numbers, vary
from judge import compare, judge

SCHEMAS = {
    "Pool": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string"},
            "phase": {"allOf": [{"$ref": "#/components/schemas/Phase"}], "description": ""},
            "count": {"$ref": "#/components/schemas/Count"},
            "load": {"type": "number"},
            "flavors": {"type": "array", "items": {"$ref": "#/components/schemas/Pool"}},
        },
    },
    "Phase": {"type": "string", "x-extensible-enum": ["Running"]},
    "Count": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
}
PAYLOAD = {"name": "a", "phase": "Running", "flavors": [{"name": "b", "other": 1}]}


def spec(**examples):
    media = {"schema": {"$ref": "#/components/schemas/Pool"}, "examples": examples}
    response = {"content": {"application/json": media}}
    operation = {"operationId": "List", "responses": {"200": response}}
    return {"paths": {"/pools": {"get": operation}}, "components": {"schemas": SCHEMAS}}


def changes(sent, returned):
    changed, respelled = [], set()
    compare(sent, returned, "", ["/load"], changed, respelled)
    return changed, respelled


class Cases(unittest.TestCase):
    def test_each_payload_stands_once_beside_its_variations(self):
        made = {"value": {"name": "c"}, "x-constructed": True}
        found = cases(spec(doc={"value": PAYLOAD}, again={"value": PAYLOAD}, made=made))
        self.assertEqual(
            [(case["name"], case["group"]) for case in found],
            [
                ("List doc", "documented"),
                ("List made", "constructed"),
                ("List doc", "unknown fields"),
                ("List doc", "unknown values"),
                ("List doc", "nulls"),
                ("List doc", "wrong types"),
            ],
        )

    def test_a_variation_reaches_every_place_and_no_other(self):
        flavor = PAYLOAD["flavors"][0]
        nulls = {"phase": None, "count": None, "load": None, "flavors": None}
        expected = {
            "unknown fields": {**PAYLOAD, "flavors": [{**flavor, "fieldOfTomorrow": UNKNOWN}], "fieldOfTomorrow": UNKNOWN},
            "unknown values": {**PAYLOAD, "phase": "ValueOfTomorrow"},
            "nulls": {"name": "a", "phase": None, "count": None, "load": None, "flavors": [{**flavor, **nulls}]},
            "wrong types": {**PAYLOAD, "name": [True]},
        }
        for group, body in expected.items():
            self.assertEqual(vary(spec(), SCHEMAS["Pool"], PAYLOAD, group), body, group)

    def test_numbers_are_found_by_their_schema(self):
        body = {"load": 1, "count": 2, "other/load": 3, "flavors": [{"load": 0.5}]}
        self.assertEqual(list(numbers(spec(), SCHEMAS["Pool"], body)), ["/load", "/flavors/0/load"])


class Judgement(unittest.TestCase):
    def test_only_null_and_absent_are_equal(self):
        for one, other in [({"a": 1, "b": None}, {"a": 1}), ({"a": {}}, {"a": {"b": None}}), ([1, [True]], [1, [True]])]:
            self.assertEqual(changes(one, other), ([], set()))
            self.assertEqual(changes(other, one), ([], set()))

    def test_what_is_lost_invented_or_retyped_is_named(self):
        for sent, returned, pointer in [
            ({"a": {"b/c": 1}}, {"a": {}}, "/a/b~1c"),
            ({}, {"a": 0}, "/a"),
            ([1, 2], [1], "the whole"),
            ({"a": []}, {"a": None}, "/a"),
            ({"a": {}}, {}, "/a"),
            ({"quota": 15}, {"quota": "15"}, "/quota"),
            ({"quota": 15}, {"quota": 15.0}, "/quota"),
            ({"quota": 1}, {"quota": True}, "/quota"),
            ({"quota": 15}, {"quota": Decimal("15.0")}, "/quota"),
            ({"load": 15}, {"load": Decimal("15.5")}, "/load"),
            ({"load": 1}, {"load": True}, "/load"),
            ({"load": 15}, {"load": "15"}, "/load"),
            ("2022-09-16T03:10:40Z", "2022-09-16T03:10:41Z", "the whole"),
        ]:
            self.assertEqual(changes(sent, returned), ([pointer], set()))

    def test_a_time_may_be_spelled_in_another_way(self):
        self.assertEqual(changes(["2022-09-16T03:10:40Z"], ["2022-09-16T03:10:40+00:00"]), ([], {"times"}))

    def test_a_number_may_come_back_with_a_fraction_of_zero(self):
        for one, other in [(15, Decimal("15.0")), (Decimal("0.0"), 0)]:
            self.assertEqual(changes({"load": one}, {"load": other}), ([], {"numbers"}))

    def test_a_wrong_type_is_to_be_refused_and_all_else_to_be_read(self):
        groups = ("documented", "wrong types")
        documented, wrong = ({"group": group, "body": {"quota": 15}, "numbers": []} for group in groups)
        self.assertEqual(judge(documented, {"encoded": {"quota": 15}}), (None, set()))
        self.assertEqual(judge(documented, {"error": "bad quota\n at 1"}), ("bad quota at 1", set()))
        self.assertEqual(judge(documented, {}), ("changes the whole", set()))
        self.assertEqual(judge(wrong, {"error": "no number"}), (None, set()))
        self.assertEqual(judge(wrong, {"encoded": {"quota": 15}}), ("takes a wrong type", set()))


if __name__ == "__main__":
    unittest.main()
