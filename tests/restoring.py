"""After a test that commits, PostgreSQL puts back by itself what migrations wrote, in one statement.

Django would empty every table and write everything again from JSON, row by row: seconds for each such test.
"""

from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase

# Every table of migrations is locked against writing first, so that who still writes is waited for. Sequences go on,
# as they do when Django empties tables. In a replica's role neither keys nor triggers look at what is put back.
KEEP = """
DROP SCHEMA IF EXISTS kept CASCADE; -- of a database that is used again
CREATE SCHEMA kept;
DO $keep$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', name);
    END LOOP;
END $keep$;
CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $put_back$
DECLARE
    name text;
    is_changed boolean;
BEGIN
    EXECUTE (SELECT 'LOCK ' || string_agg(format('public.%I', tablename), ', ' ORDER BY tablename)
        || ' IN EXCLUSIVE MODE' FROM pg_tables WHERE schemaname = 'public');
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%1$I) OR EXISTS (SELECT FROM kept.%1$I)', name)
            INTO is_changed;
        IF is_changed THEN
            EXECUTE format('DELETE FROM public.%1$I', name);
            EXECUTE format('INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE TABLE kept.%1$I', name);
        END IF;
    END LOOP;
END $put_back$;
"""


def keep() -> bool:
    """Keep what is in the tables now, and from now on put it back after each test that commits.

    Returns False where that is left to Django: on SQLite, and where the user of the database may not overrule keys.
    """
    ours = connections["default"]
    if ours.vendor != "postgresql":
        return False
    with ours.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(KEEP)
    vars(ours).pop("_test_serialized_contents", None)  # without them Django writes nothing before a test
    setattr(TransactionTestCase, "_fixture_teardown", _put_back)  # noqa: B010 - Django's own name, which no type knows
    return True


def _put_back(_case: TransactionTestCase) -> None:
    """In place of Django's emptying. What Wagtail kept of its sites, it forgets when they are written one by one."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT kept.put_back()")
    cache.clear()
