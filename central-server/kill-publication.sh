#!/bin/sh
# Kills a publishing process (50 times, or as often as the argument says) and checks each time that a whole set is
# published. Fails if one is damaged or older than it may be.
set -eu
cd "$(dirname "$0")/.."
exec ./mvnw -q -B test -pl central-server -am -Dtest=PublicationKillTest -Dambergate.publication.kills="${1:-50}" \
  -Dsurefire.failIfNoSpecifiedTests=false
