#!/bin/sh
# Write the secrets that docker-compose.yml names, at random, leaving those that exist:
#   BOT_TOKEN=… deploy/docker/make-secrets.sh [folder]
set -eu
folder="${1:-secrets}"

random() {
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

keep() { # name, value: written once
    if [ ! -s "$folder/$1" ]; then
        printf '%s\n' "$2" > "$folder/$1"
    fi
}

mkdir -p "$folder"
chmod 700 "$folder"
for name in bot_inference_key bot_owner_salt grafana_password inference_admin_key minio_root_password postgres_password; do
    keep "$name" "$(random)"
done
keep minio_root_user greengrocer
keep redis_conf "requirepass $(random)"
keep redis_url "redis://:$(cut -d' ' -f2 "$folder/redis_conf")@redis:6379/0"
keep database_url "postgresql://greengrocer:$(cat "$folder/postgres_password")@postgres/greengrocer"
keep aws_credentials "[default]
aws_access_key_id = $(cat "$folder/minio_root_user")
aws_secret_access_key = $(cat "$folder/minio_root_password")"
if [ -n "${BOT_TOKEN:-}" ]; then
    rm -f "$folder/bot_token"
    keep bot_token "$BOT_TOKEN"
fi
touch "$folder/bot_token"
# Compose mounts these files with their modes into containers whose users differ; the folder keeps other people out.
chmod 444 "$folder"/*
if [ ! -s "$folder/bot_token" ]; then
    echo "no BOT_TOKEN: start without the bot, docker compose up --detach --scale bot=0"
fi
