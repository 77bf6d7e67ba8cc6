# app_service.py: the program of the tutorial of 2015, with the print of Python 3 and the port, address and token as arguments.
import json, requests, sys  # we will use this later
from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/transactions/<transaction>", methods=["PUT"])
def on_receive_events(transaction):
    events = request.get_json()["events"]
    for event in events:
        print("User: %s Room: %s" % (event["user_id"], event["room_id"]))
        print("Event Type: %s" % event["type"])
        print("Content: %s" % event["content"], flush=True)
    return jsonify({})


@app.route("/rooms/<alias>")
def query_alias(alias):
    alias_localpart = alias.split(":")[0][1:]
    requests.post(
        # NB: "TOKEN" is the as_token referred to in registration.yaml
        sys.argv[2] + "/_matrix/client/api/v1/createRoom?access_token=" + sys.argv[3],
        json.dumps({
            "room_alias_name": alias_localpart
        }),
        headers={"Content-Type": "application/json"}
    )
    return jsonify({})


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]))
