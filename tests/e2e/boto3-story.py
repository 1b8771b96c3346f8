"""The usual operations of boto3 against a local stack. Prints what each step found as one JSON object.

Usage: boto3-story.py ENDPOINT BUCKET PREFIX FILE, with the files and the profile of AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE.
"""
import json
import sys

import boto3
import urllib3
from boto3.s3.transfer import TransferConfig
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, bucket, prefix, path = sys.argv[1:]


def connect(service, **parameters):
    return boto3.client(service, endpoint_url=endpoint, **parameters)


s3 = connect("s3")
http = urllib3.PoolManager()
found = {}


def code(call, **parameters):
    try:
        call(**parameters)
        return "no error"
    except ClientError as error:
        return error.response["Error"]["Code"]


# A large file in parts, and its copy in parts without a download.
parts = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
big, copy = prefix + "big", prefix + "copy"
s3.upload_file(path, bucket, big, Config=parts)
s3.copy({"Bucket": bucket, "Key": big}, bucket, copy, Config=parts)
with open(path, "rb") as file:
    found["copied"] = s3.get_object(Bucket=bucket, Key=copy)["Body"].read() == file.read()
attributes = s3.get_object_attributes(Bucket=bucket, Key=copy, ObjectAttributes=["ObjectParts", "ObjectSize"])
found["parts"] = attributes["ObjectParts"]["TotalPartsCount"]

# Versions, a delete marker, and what is left when it is removed.
key = prefix + "versions"
first = s3.put_object(Bucket=bucket, Key=key, Body=b"one", ACL="bucket-owner-full-control", ServerSideEncryption="AES256")
s3.put_object(Bucket=bucket, Key=key, Body=b"two")
marker = s3.delete_object(Bucket=bucket, Key=key)
found["encryption"] = first["ServerSideEncryption"]
found["deleted"] = code(s3.get_object, Bucket=bucket, Key=key)
found["old"] = s3.get_object(Bucket=bucket, Key=key, VersionId=first["VersionId"])["Body"].read().decode()
listed = s3.list_object_versions(Bucket=bucket, Prefix=key)
found["versions"] = [len(listed["Versions"]), len(listed["DeleteMarkers"])]
s3.delete_object(Bucket=bucket, Key=key, VersionId=marker["VersionId"])
found["restored"] = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()

# An ACL that the bucket does not allow.
found["public"] = code(s3.put_object, Bucket=bucket, Key=key, Body=b"", ACL="public-read")

# URLs and forms that somebody without keys can use.
url = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": key}, ExpiresIn=60)
found["presigned"] = http.request("GET", url).data.decode()
found["tampered"] = http.request("GET", url.replace("versions", "copy")).status
post = s3.generate_presigned_post(
    bucket, prefix + "${filename}", Conditions=[["content-length-range", 1, 10]], ExpiresIn=60
)


def submit(content):
    fields = {**post["fields"], "file": ("posted.txt", content)}
    return http.request("POST", post["url"], fields=fields).status


found["form"] = [submit(b"posted"), submit(b"much too large")]
found["posted"] = s3.get_object(Bucket=bucket, Key=prefix + "posted.txt")["Body"].read().decode()

# Other services, and keys that do not exist.
found["table"] = len(connect("dynamodb").list_tables()["TableNames"]) > 0
found["who"] = connect("sts").get_caller_identity()["Arn"]
wrong = {"aws_access_key_id": boto3.Session().get_credentials().access_key, "aws_secret_access_key": "wrong"}
unknown = {"aws_access_key_id": "AKIANOBODY", "aws_secret_access_key": "wrong"}
found["wrong secret"] = [
    code(connect("s3", **wrong).list_buckets),
    code(connect("dynamodb", **wrong).list_tables),
    code(connect("ses", **wrong).get_send_quota),
]
found["unknown key"] = [
    code(connect("s3", **unknown).list_buckets),
    code(connect("dynamodb", **unknown).list_tables),
    code(connect("ses", **unknown).get_send_quota),
]
anonymous = connect("s3", config=Config(signature_version=UNSIGNED, s3={"addressing_style": "path"}))
found["anonymous"] = [
    code(anonymous.get_object, Bucket=bucket, Key=key),
    code(anonymous.put_object, Bucket=bucket, Key="articles/forged.md", Body=b"# Forged"),
]
print(json.dumps(found))
