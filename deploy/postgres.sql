-- Three databases, each with a user of its own who alone may connect. Run by psql as the administrator, with
-- PLANS_PASSWORD, PARTNERS_PASSWORD and NOTIFY_PASSWORD in the environment; running it again is harmless and
-- sets the passwords anew.
\set ON_ERROR_STOP on

\getenv plans_password PLANS_PASSWORD
\getenv partners_password PARTNERS_PASSWORD
\getenv notify_password NOTIFY_PASSWORD

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['plans', 'partners', 'notify']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE plans PASSWORD :'plans_password';
ALTER ROLE partners PASSWORD :'partners_password';
ALTER ROLE notify PASSWORD :'notify_password';

SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8''', name, name)
FROM unnest(ARRAY['plans', 'partners', 'notify']) AS name
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name)
\gexec

REVOKE ALL ON DATABASE plans, partners, notify FROM PUBLIC;
