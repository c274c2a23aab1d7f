"""compose.yaml and what lies in deploy/: every name in them is a name of the program or of the file itself."""

from __future__ import annotations

import ast
import re

import pytest
from arrangement import COMPOSE, NGINX, ROOT, SERVICES, expanded

from app.settings import SETTINGS, unknown_settings

APPS = ("app1", "app2")
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")


def test_there_are_two_app_processes_with_the_same_settings():
    one, two = (SERVICES[name] for name in APPS)
    assert one == two
    assert one["environment"] == SERVICES["prepare"]["environment"]
    assert set(one["environment"]) <= set(SETTINGS) and not unknown_settings(one["environment"])


def test_every_service_waits_for_services_there_are_and_for_what_they_can_tell():
    for name, service in SERVICES.items():
        wanted = service.get("depends_on", {})
        waits = {one: {} for one in wanted} if isinstance(wanted, list) else wanted
        for other, how in waits.items():
            assert other in SERVICES and other != name
            condition = how.get("condition", "service_started")
            if condition == "service_healthy":
                assert "healthcheck" in SERVICES[other]
            if condition == "service_completed_successfully":
                assert SERVICES[other]["restart"] == "no"


def test_every_volume_is_declared_and_every_file_is_there():
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            source = expanded(volume, {}).split(":")[0]
            if source.startswith("."):
                assert (ROOT / source).exists(), source
            else:
                assert source in COMPOSE["volumes"], source
    assert (ROOT / SERVICES["app1"]["build"]["dockerfile"]).is_file()


def test_the_keys_and_the_anchors_lie_on_volumes_of_their_own():
    given = SERVICES["app1"]["environment"]
    mounted = {volume.rsplit(":", 1)[1]: volume for volume in SERVICES["app1"]["volumes"]}
    places = {name: given[name] for name in ("HANDBOOK_DATA", "HANDBOOK_KEYS", "HANDBOOK_ANCHORS")}
    found = {
        name: next(place for place in mounted if value.startswith(place)) for name, value in places.items()
    }
    assert len(set(found.values())) == 3


def test_no_password_stands_in_the_file_and_none_is_assumed():
    text = (ROOT / "compose.yaml").read_text("utf-8")
    assert re.findall(r"PASSWORD[^\n]*:-", text) == []
    with pytest.raises(KeyError, match="set a password"):
        expanded(SERVICES["database"]["environment"]["POSTGRES_PASSWORD"], {})


def test_only_the_proxy_is_reachable_from_outside():
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["proxy"]
    for name in (*APPS, "prepare"):
        service = SERVICES[name]
        assert service["cap_drop"] == ["ALL"] and service["user"] and "privileged" not in service


def test_the_command_is_one_that_uvicorn_takes_and_the_health_check_is_python():
    from uvicorn.main import main

    program, target, *words = SERVICES["app1"]["command"]
    assert (program, target) == ("uvicorn", "app.server:app")
    main.make_context("uvicorn", [target, *words]).close()
    assert "--no-access-log" in words  # uvicorn's own would write addresses and queries
    *_, code = SERVICES["app1"]["healthcheck"]["test"]
    ast.parse(code)
    assert "/readyz" in code


def test_the_proxy_passes_on_what_websockets_and_the_gate_need():
    for needed in (
        "proxy_http_version 1.1;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header Connection $connection_upgrade;",
        "proxy_set_header Host $http_host;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "proxy_read_timeout 3600s;",
        "proxy_buffering off;",
        "client_max_body_size 21m;",
        "hash $visitor consistent;",
    ):
        assert needed in re.sub(r"\s*#[^\n]*", "", NGINX), needed
    assert re.findall(r"server (\w+):8501 ", NGINX) == list(APPS)
    assert SERVICES["proxy"]["ports"][0].endswith(":8080") and "listen 8080;" in NGINX


def test_the_database_is_asked_over_the_network_that_the_apps_use():
    # while the image fills an empty database its server answers on the socket, and then stops once more
    words = SERVICES["database"]["healthcheck"]["test"]
    assert words[words.index("-h") + 1] == "127.0.0.1"


def test_the_volumes_belong_to_the_user_that_runs():
    for name in (*APPS, "prepare"):
        service = SERVICES[name]
        args = service["build"]["args"]
        assert service["user"] == f"{args['APP_UID']}:{args['APP_GID']}"
    for words in (
        "ARG APP_UID=1000",
        "ARG APP_GID=1000",
        'install -d -o "$APP_UID" -g "$APP_GID" -m 0700',
        "USER $APP_UID:$APP_GID",
    ):
        assert words in DOCKERFILE
    mounted = {volume.rsplit(":", 1)[1] for volume in SERVICES["app1"]["volumes"]} - {"/srv/handbook"}
    (made,) = re.findall(r"-m 0700 (.+)$", DOCKERFILE, re.MULTILINE)
    assert set(made.split()) == mounted


def test_the_proxy_starts_again_when_an_app_process_got_another_address():
    waits = SERVICES["proxy"]["depends_on"]
    assert {name: how["restart"] for name, how in waits.items()} == dict.fromkeys(APPS, True)


def test_the_image_has_the_oldest_python_that_the_program_is_for():
    needed = re.search(
        r'^requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE
    )
    assert needed and f"FROM python:{needed[1]}-slim" in DOCKERFILE  # the lock was made and tested with it


def test_the_build_is_sent_what_it_copies_and_nothing_else():
    ignored = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    copied = {
        source for line in re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.MULTILINE) for source in line.split()
    }
    assert "*" in ignored and let_in == copied


def test_the_image_is_made_of_folders_there_are_and_of_the_pinned_packages():
    for line in re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.MULTILINE):
        assert all((ROOT / source).exists() for source in line.split()), line
    makefile = (ROOT / "Makefile").read_text("utf-8")
    torch = re.search(r"^TORCH\s*:= (\S+)", makefile, re.MULTILINE)
    assert torch and torch[1] in DOCKERFILE
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} & {"app", "checklists", "indexer"}
    assert {f"COPY {name} {name}" for name in packages} <= set(DOCKERFILE.splitlines())
    assert DOCKERFILE.rstrip().splitlines()[-3].startswith("USER ")
