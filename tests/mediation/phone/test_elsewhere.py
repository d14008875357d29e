"""The officer's phone leads on to the pages of other floors."""

import json
import re

from django.test import Client

from tests.cast import Cast


def test_the_phone_leads_to_the_register_of_cases_for_who_may_write_there(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.cora)
    shell = client.get("/ground/mine/").content.decode()
    found = re.search(r'id="page-config"[^>]*>(.+?)</script>', shell, re.S)
    assert found
    offered = {one["url"]: one["word"] for one in json.loads(found[1])["elsewhere"]}
    assert set(offered) == {"/cases/new/", "/cases/", "/report/", "/incidents/"}
    assert offered["/cases/new/"] == "Enter a case"
