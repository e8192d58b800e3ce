#!/bin/sh
# Run once, when the cluster is made: the login of API and worker. It belongs to qiancheng_app, the role that the
# migrations give rights to, owns nothing, and cannot become the owner.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$POSTGRES_APP_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
create role qiancheng_app nologin;
create role qiancheng_login login noinherit password :'password';
grant qiancheng_app to qiancheng_login;
SQL
