"""The settings of a test run, as any deployment gives them: by the environment. Loaded before Django's settings."""

import gc
import os
import sys
import tempfile

_var = tempfile.TemporaryDirectory(prefix="hope-tests-", ignore_cleanup_errors=True)  # goes when the run ends

# pytest rewrites every assert of every file, which takes longer than all else before the first test; and tests start
# dozens of programs of ours. Where a machine forbids keeping what was compiled, each of them would begin from nothing.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Looking for what nobody holds any more, as often as Python does by itself, is a seventh of the whole run.
gc.set_threshold(20_000, 10, 10)

os.environ.update(
    LOOPBACK_ONLY="1",
    VAR_DIR=_var.name,
    SECRET_KEY="a key for tests only",
    CONTACT_KEYS="contacts of tests",
    CONTACT_INDEX_KEY="index of tests",
    PUBLIC_URL="http://localhost:8000",
    SMS_CHANNEL="twilio",
    TWILIO_ACCOUNT_SID="AC" + "0" * 32,
    TWILIO_AUTH_TOKEN="primary token of tests",
    TWILIO_AUTH_TOKEN_SECONDARY="secondary token of tests",
    TWILIO_MESSAGING_SERVICE_SID="MG" + "0" * 32,
    TWILIO_API_URL="http://127.0.0.1:9",  # nobody answers there: a test that needs the provider starts its emulator
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # the browser's driver runs an event loop in the test's own thread
)
