"""Text messages through a message centre (providers §20): npm's `smpp` plays it, and the sandbox's own."""

import requests
from support.process import free_port
from support.waiting import eventually


def test_a_text_and_its_receipt(start, new_tenant, centre):
    herald = start(**centre.settings())
    own = new_tenant(herald)
    sent = own.sent_id(own.send_sms())
    (submit,) = centre.submits()
    assert submit["to"] == "447700900123"
    assert (submit["from"], submit["from_ton"]) == ("HERALD", 5)
    assert submit["text"] == own.read(sent)["body"]
    assert submit["receipt"] == 1
    own.wait_for_status(sent, "sending")
    # The centre may write its ids in another case, with zeros before them.
    centre.order(receipt={"id": "00" + submit["id"].lower(), "stat": "DELIVRD"})
    own.wait_for_status(sent, "delivered")
    eventually(lambda: centre.all("receipt_answer") == [{"receipt_answer": 0}], what="the answer to the receipt")
    assert herald.stop() == 0
    eventually(lambda: centre.all("unbind"), what="the unbind")


def test_statuses(start, new_tenant, centre):
    own = new_tenant(start(**centre.settings(smpp_temporary_errors="027")))
    wanted = [
        ("UNDELIV", "001", "permanent-failure"),
        ("UNDELIV", "027", "temporary-failure"),
        ("EXPIRED", "000", "temporary-failure"),
        ("REJECTD", "000", "permanent-failure"),
        ("ACCEPTD", "000", "pending"),
    ]
    for position, (stat, err, status) in enumerate(wanted):
        sent = own.sent_id(own.send_sms())
        submit = centre.submits(position + 1)[position]
        own.wait_for_status(sent, "sending")
        centre.order(receipt={"id": submit["id"], "stat": stat, "err": err})
        own.wait_for_status(sent, status)


def test_a_long_text_in_parts(start, new_tenant, centre):
    own = new_tenant(start(**centre.settings()))
    own.sms_template = own.herald.create_template(own.service, "sms", content="((text))")
    for text, coding in (("€" + "x" * 300, 0), ("ŵ" * 100, 8)):
        seen = len(centre.all("submit"))
        sent = own.sent_id(own.send_sms(personalisation={"text": text}))
        own.wait_for_status(sent, "sending")
        parts = centre.all("submit")[seen:]
        assert "".join(part["text"] for part in parts) == own.read(sent)["body"]
        assert len(parts) > 1
        assert {part["coding"] for part in parts} == {coding}
        centre.order(receipt={"id": parts[0]["id"], "stat": "DELIVRD"})
        answered = len(centre.all("receipt_answer"))
        eventually(lambda: len(centre.all("receipt_answer")) > answered - 1, what="the answer")
        for part in parts[1:]:
            assert own.read(sent)["status"] == "sending"
            centre.order(receipt={"id": part["id"], "stat": "DELIVRD"})
        own.wait_for_status(sent, "delivered")


def test_a_receipt_that_comes_before_the_answer_is_stored(start, new_tenant, centre):
    own = new_tenant(start(**centre.settings()))
    own.sent_id(own.send_sms())
    first = int(centre.submits()[0]["id"], 16)
    centre.order(receipt={"id": f"{first + 1:X}", "stat": "DELIVRD"})
    eventually(lambda: len(centre.all("receipt_answer")) == 1, what="the answer to the receipt")
    own.wait_for_status(own.sent_id(own.send_sms()), "delivered")


def test_throttled_messages_go_out_later_and_once(start, new_tenant, centre):
    centre.order(answers=["throttle"])
    own = new_tenant(start(**centre.settings()))
    own.wait_for_status(own.sent_id(own.send_sms()), "sending")
    assert [one["submit"] for one in centre.all("submit")] == ["throttle", "accept"]


def test_a_number_that_does_not_exist(start, new_tenant, centre):
    centre.order(answers=["refuse"])
    own = new_tenant(start(**centre.settings()))
    own.wait_for_status(own.sent_id(own.send_sms()), "permanent-failure")


def test_a_line_that_breaks_after_a_message_is_an_unknown_outcome(start, new_tenant, centre):
    centre.order(answers=["accept", "hang up"])
    herald = start(**centre.settings())
    own = new_tenant(herald)
    own.wait_for_status(own.sent_id(own.send_sms()), "sending")
    sent = own.sent_id(own.send_sms())
    own.wait_for_status(sent, "sending")
    assert len(centre.all("bind")) == 2
    assert 'herald_delivery_outcomes_total{outcome="unknown"} 1' in herald.metrics()
    # Both tries say the same, so that whoever gets both can tell.
    assert len({one["text"] for one in centre.all("submit")[1:]}) == 1


def test_a_received_text(start, new_tenant, centre):
    herald = start(**centre.settings())
    own = new_tenant(herald)
    eventually(lambda: centre.all("bind"), what="the bind")
    herald.command("inbound-number", "create", "--number", "07700900777", "--provider", "smpp", "--service", own.service)
    centre.order(text={"from": "447700900555", "to": "447700900777", "text": "Yes – ŵ"})
    eventually(lambda: centre.all("text_answer") == [{"text_answer": 0}], what="the answer to the text")

    def received():
        return own.get("/v2/received-text-messages").json().get("received_text_messages")

    (text,) = eventually(received, what="the text")
    assert (text["content"], text["user_number"], text["notify_number"]) == ("Yes – ŵ", "447700900555", "07700900777")


def test_a_long_received_text_is_one_even_over_a_restart(start, new_tenant, centre):
    herald = start(**centre.settings())
    own = new_tenant(herald)
    eventually(lambda: centre.all("bind"), what="the bind")
    herald.command("inbound-number", "create", "--number", "07700900777", "--provider", "smpp", "--service", own.service)

    def send_part(number, text, **more):
        answered = len(centre.all("part_answer"))
        part = {"from": "447700900555", "to": "447700900777", "text": text, "reference": 7, "total": 2, "number": number}
        centre.order(part={**part, **more})
        eventually(lambda: len(centre.all("part_answer")) > answered, what="the answer to the part")

    def received():
        return [one["content"] for one in own.get("/v2/received-text-messages").json()["received_text_messages"]]

    send_part(2, "and the second", by="udh")
    assert received() == []
    herald.kill()
    own.herald = start(**centre.settings())
    eventually(lambda: len(centre.all("bind")) == 2, what="the bind")
    send_part(2, "and the second", by="udh")  # the centre did not hear the answer
    send_part(1, "The first half ", by="udh")
    send_part(1, "The first half ", by="udh")
    assert received() == ["The first half and the second"]
    send_part(1, "By parameters: ", reference=300, by="sar")
    send_part(2, "ŵ", reference=300, by="sar")
    assert received() == ["By parameters: ŵ", "The first half and the second"]
    assert {one["part_answer"] for one in centre.all("part_answer")} == {0}
    # One whose rest never comes is given out alone.
    send_part(1, "Only this", reference=9, by="udh")
    own.herald.command("task", "run", "give-out-incomplete-texts", "--at", "2099-01-01T00:00:00Z")
    assert received()[0] == "Only this"


def test_the_password_may_lie_in_the_store(start, new_tenant, centre, tmp_path):
    password = tmp_path / "password"
    password.write_text("secret\n")
    first = start()
    first.command("provider-credentials", "set", "smpp-password", "--file", str(password))
    assert first.stop() == 0
    settings = centre.settings()
    del settings["smpp_password"]
    own = new_tenant(start(**settings))
    own.wait_for_status(own.sent_id(own.send_sms()), "sending")
    assert centre.all("bind") == [{"bind": "herald", "accepted": True}]


def test_wrong_password(start, new_tenant, centre):
    herald = start(**centre.settings(smpp_password="n0t-s3cr", send_retries=1))
    own = new_tenant(herald)
    own.wait_for_status(own.sent_id(own.send_sms()), "technical-failure")
    assert "provider_configuration" in herald.log()
    assert "n0t-s3cr" not in herald.log()


def test_the_sandbox_plays_a_message_centre(start, new_tenant):
    port = free_port()
    herald = start(smpp_url=f"smpp://127.0.0.1:{port}", sandbox_smpp_listen=f"127.0.0.1:{port}")
    own = new_tenant(herald)
    statuses = {"07700900123": "delivered", "07700900003": "temporary-failure", "07700900002": "permanent-failure"}
    sent = {number: own.sent_id(own.send_sms(number)) for number in statuses}
    for number, status in statuses.items():
        own.wait_for_status(sent[number], status)
    count = requests.get(herald.sandbox_url + "/seen/count", timeout=10).json()
    assert count["accepted"] == 3
