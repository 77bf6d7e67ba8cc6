"""Writes the configuration of a Synapse for load tests: one process, no rate limits, durable as it is by default.

From the environment: the variables of the start script's contract, PASSWORD_COST, and DATABASE, a PostgreSQL port; SQLite
when it is unset.
"""

import json
import os

env = os.environ
data = env["DATA_DIR"]
address, port = env["CLIENT_LISTEN"].rsplit(":", 1)
free = {"per_second": 1000000, "burst_count": 1000000}

if env.get("DATABASE"):
    database = {"name": "psycopg2", "args": {"host": "127.0.0.1", "port": int(env["DATABASE"]), "user": "bench",
                                             "password": "bench", "dbname": "bench", "cp_min": 5, "cp_max": 10}}
else:
    database = {"name": "sqlite3", "args": {"database": f"{data}/synapse.db"}}

config = {
    "server_name": env["SERVER_NAME"],
    "public_baseurl": f"http://{env['CLIENT_LISTEN']}/",
    "report_stats": False,
    "log_config": f"{data}/log.json",
    "signing_key_path": f"{data}/signing.key",
    "macaroon_secret_key": "bench", "form_secret": "bench",
    "listeners": [{"type": "http", "port": int(port), "bind_addresses": [address], "tls": False,
                   "x_forwarded": False, "resources": [{"names": ["client", "federation"], "compress": False}]}],
    "database": database,
    "media_store_path": f"{data}/media",
    "trusted_key_servers": [],
    "enable_registration": True, "enable_registration_without_verification": True,
    "registration_shared_secret": env.get("REGISTRATION_SHARED_SECRET", "bench"),
    "bcrypt_rounds": 12 if env.get("PASSWORD_COST") == "production" else 4,
    **({"default_room_version": env["ROOM_VERSION"]} if env.get("ROOM_VERSION") else {}),
    # The same sync asked twice is answered twice.
    "caches": {"sync_response_cache_duration": 0},
    "rc_message": free, "rc_registration": free, "rc_registration_token_validity": free,
    "rc_login": {"address": free, "account": free, "failed_attempts": free},
    "rc_joins": {"local": free, "remote": free}, "rc_joins_per_room": free, "rc_room_creation": free,
    "rc_invites": {"per_room": free, "per_user": free, "per_issuer": free}, "rc_presence": {"per_user": free},
}
log = {"version": 1, "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}},
       "root": {"level": "WARNING", "handlers": ["out"]}, "disable_existing_loggers": False}
# JSON is YAML too.
for name, content in (("homeserver.json", config), ("log.json", log)):
    with open(os.path.join(data, name), "w", encoding="utf-8") as out:
        json.dump(content, out, indent=1)
if not os.path.exists(config["signing_key_path"]):
    from signedjson.key import generate_signing_key, write_signing_keys
    with open(config["signing_key_path"], "w", encoding="utf-8") as out:
        write_signing_keys(out, (generate_signing_key("bench"),))
