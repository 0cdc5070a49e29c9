"""boto3, told where Lambda is by the environment or, where it is too old for that, by an argument: boto.py [URL]"""

import json
import sys
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint = {"endpoint_url": sys.argv[1]} if len(sys.argv) > 1 else {}
client = boto3.client("lambda", config=Config(retries={"total_max_attempts": 1}), **endpoint)


def refused(operation, **members):
    try:
        getattr(client, operation)(**members)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]


def send(url, body):
    request = urllib.request.Request(url, data=body, method="POST")
    request.add_unredirected_header("content-type", "")
    try:
        with urllib.request.urlopen(request) as response:
            return [response.status, json.load(response)]
    except urllib.error.HTTPError as error:
        return [error.code, error.headers["x-amzn-errortype"]]


payload = json.dumps({"name": "Ada é"}).encode()
answer = client.invoke(FunctionName="greet", Payload=payload)
failed = client.invoke(FunctionName="fail")
event = client.invoke(FunctionName="greet:$LATEST", Payload=payload, InvocationType="Event")
older = client.invoke_async(FunctionName="greet", InvokeArgs=payload)
client.put_function_event_invoke_config(FunctionName="greet", MaximumRetryAttempts=1)
pages = client.get_paginator("list_function_event_invoke_configs").paginate(FunctionName="greet")
url = client.generate_presigned_url("invoke", Params={"FunctionName": "greet"}, ExpiresIn=60, HttpMethod="POST")
found = {
    "answer": [answer["StatusCode"], json.load(answer["Payload"])],
    "failed": [failed["FunctionError"], json.load(failed["Payload"])["errorType"]],
    "event": event["StatusCode"],
    "older": older["Status"],
    "configs": [config["MaximumRetryAttempts"] for page in pages for config in page["FunctionEventInvokeConfigs"]],
    "presigned": [send(url, b""), send(url.replace("greet", "fail"), b"")],
    "unknown": refused("invoke", FunctionName="nope"),
    "invalid": refused("invoke", FunctionName="bad name"),
}

if hasattr(client, "list_durable_executions_by_function"):
    started = client.invoke(FunctionName="greet:$LATEST", Payload=payload, DurableExecutionName="order-7")
    arn = started["DurableExecutionArn"]
    execution = client.get_durable_execution(DurableExecutionArn=arn)
    events = client.get_durable_execution_history(DurableExecutionArn=arn)["Events"]
    listed = client.list_durable_executions_by_function(FunctionName="greet", Statuses=["SUCCEEDED", "FAILED"])
    found["durable"] = [
        execution["Status"],
        json.loads(execution["Result"]),
        [event["EventType"] for event in events],
        [item["DurableExecutionName"] for item in listed["DurableExecutions"]],
        client.stop_durable_execution(DurableExecutionArn=arn)["StopTimestamp"] == execution["EndTimestamp"],
    ]

if hasattr(client, "put_function_recursion_config"):
    client.put_function_recursion_config(FunctionName="greet", RecursiveLoop="Allow")
    found["recursion"] = client.get_function_recursion_config(FunctionName="greet")["RecursiveLoop"]

print(json.dumps(found))
