"""Test keys, team keys, trial mode, the guest list and simulated recipients (contract public-api §5.4 to §5.7)."""

import pytest

from test_send import refused

TEAM_ONLY = "Can’t send to this recipient using a team-only API key"
TRIAL = (
    "Can’t send to this recipient when service is in trial mode – see "
    "https://www.notifications.service.gov.uk/trial-mode"
)


@pytest.fixture(scope="module")
def test_key(herald, tenant):
    return tenant.new_key("test")


@pytest.mark.parametrize(
    "number, status",
    [
        ("07700900003", "temporary-failure"),
        ("07700900002", "permanent-failure"),
        ("07700900001", "delivered"),
        ("07700 900 003", "delivered"),
    ],
)
def test_result_of_a_test_key_by_number(tenant, test_key, number, status):
    sent = tenant.sent_id(tenant.send_sms(number, key=test_key))
    tenant.wait_for_status(sent, status)


@pytest.mark.parametrize(
    "address, status",
    [
        ("temp-fail@simulator.notify", "temporary-failure"),
        ("perm-fail@simulator.notify", "permanent-failure"),
        ("delivered@simulator.notify", "delivered"),
    ],
)
def test_result_of_a_test_key_by_address(tenant, test_key, address, status):
    sent = tenant.sent_id(tenant.send_email(address, key=test_key))
    tenant.wait_for_status(sent, status)


def test_team_key_reaches_the_guest_list_only(herald, new_tenant):
    own = new_tenant(herald, key_type="team")
    herald.command("guest-list", "add", "--service", own.service, "07700 900 456", "Guest@Example.com")
    refused(own.send_sms("07700900123"), "BadRequestError", TEAM_ONLY)
    refused(own.send_email("stranger@example.com"), "BadRequestError", TEAM_ONLY)
    assert own.send_sms("+447700900456").status_code == 201
    assert own.send_email("guest@example.com").status_code == 201


def test_trial_service_reaches_the_guest_list_only(herald, new_tenant):
    own = new_tenant(herald, live=False)
    herald.command("guest-list", "add", "--service", own.service, "07700900456")
    refused(own.send_sms("07700900123"), "BadRequestError", TRIAL)
    refused(own.send_email("stranger@example.com"), "BadRequestError", TRIAL)
    assert own.send_sms("07700900456").status_code == 201
    assert own.send_sms("07700900123", key=own.new_key("test")).status_code == 201


@pytest.mark.parametrize("number", ["07700900000", "+44 7700 900111", "07700900222"])
def test_simulated_numbers_are_answered_and_forgotten(tenant, number):
    sent = tenant.sent_id(tenant.send_sms(number))
    refused(tenant.get("/v2/notifications/" + sent), "NoResultFound", "No result found", status=404)


def test_simulated_addresses_are_answered_and_forgotten(tenant):
    sent = tenant.sent_id(tenant.send_email("Simulate-Delivered-2@notifications.service.gov.uk"))
    refused(tenant.get("/v2/notifications/" + sent), "NoResultFound", "No result found", status=404)


def test_simulated_recipients_are_no_way_around_the_guest_list(herald, new_tenant):
    own = new_tenant(herald, key_type="team")
    refused(own.send_sms("07700900000"), "BadRequestError", TEAM_ONLY)
