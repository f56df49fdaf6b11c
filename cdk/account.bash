# shellcheck shell=bash
# What ./dragoman does with an AWS account: deploy, destroy, smoke, logs. Sourced by it.

# Reads the assembly that the pinned aws-cdk-lib writes.
readonly CDK_CLI=aws-cdk@2.1148.1

# What these commands need besides; an aws that is already there is used as it is.
account_packages() { command -v aws >/dev/null || printf 'awscli\n'; }

# account_options ARGUMENT…: takes --stage and --region, leaves the others in $others.
account_options() {
  stage=dev
  sessions=25
  others=()
  while (($#)); do
    case $1 in
      --stage) stage=${2:?--stage wants a name} && others+=("$1" "$2") && shift 2 ;;
      --region) AWS_REGION=${2:?--region wants a name} && shift 2 ;;
      --sessions) sessions=${2:?--sessions wants a number} && others+=("$1" "$2") && shift 2 ;;
      *) others+=("$1") && shift ;;
    esac
  done
  export AWS_REGION=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region 2>/dev/null || true)}}
  export AWS_DEFAULT_REGION=$AWS_REGION AWS_PAGER=
}

# Whose account it is, or what is missing.
need_account() {
  [[ $(aws --version 2>&1) == aws-cli/2* ]] ||
    fail "needs version 2 of AWS's command line, and this is $(aws --version 2>&1 | cut -d' ' -f1): https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
  [[ -n $AWS_REGION ]] || fail "no region: --region eu-central-1, AWS_REGION, or 'aws configure'"
  account=$(aws sts get-caller-identity --query Account --output text 2>/dev/null) ||
    fail "no credentials for AWS, or they are no longer good: 'aws configure', 'aws sso login', AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
}

# quota_value SERVICE PATTERN: what the account has, or what new accounts have; nothing if nobody says.
quota_value() {
  local list
  for list in list-service-quotas list-aws-default-service-quotas; do
    # A line for each page of the list, most of them None.
    aws service-quotas "$list" --service-code "$1" \
      --query "Quotas[?contains(QuotaName, '$2')] | [0].Value" --output text 2>/dev/null || true
  done | awk '$1 ~ /^[0-9]/ && !found { found = 1; print int($1) }'
}

# quota SERVICE PATTERN NEEDED WHY: says when the account has less than is needed, and where to ask for more.
quota() {
  local value where="https://console.aws.amazon.com/servicequotas/home/services/$1/quotas?region=$AWS_REGION"
  value=$(quota_value "$1" "$2")
  if [[ -z $value ]]; then
    say "could not read the quota '$2' of $1; $4 need $3. See there whether there is as much, and ask for more: $where"
  elif ((value < $3)); then
    say "the account's quota '$2' of $1 is $value; $4 need $3. Ask for more: $where"
  fi
}

check_quotas() {
  quota transcribe "concurrent HTTP/2 streams" "$sessions" "$sessions talks at a time"
  # One utterance in four seconds, in three languages.
  quota polly "SynthesizeSpeech - Neural" $(((3 * sessions + 3) / 4)) "$sessions talks in three languages"
  quota lambda "Concurrent executions" $((10 + sessions)) "$sessions talks and their listeners"
}

# output PART NAME: what a stack says of itself.
output() {
  aws cloudformation describe-stacks --stack-name "dragoman-$stage-$1" \
    --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue | [0]" --output text
}

toolkit() { npx --yes "$CDK_CLI" "$@"; }

account_deploy() {
  need_account
  check_quotas
  build_for_aws
  build_pages
  (cdk synth --out "$home/target/aws" "${others[@]}") >/dev/null || exit
  toolkit bootstrap "aws://$account/$AWS_REGION"
  toolkit deploy --app "$home/target/aws" --all --require-approval never
  place_pages
  start_job
  say "the pages of stage $stage:"
  output web PageAddress
}

# The pages themselves, which connect to the API while their script still loads, then where the system is, then
# what the cache still has is forgotten.
place_pages() {
  local bucket distribution page
  bucket=$(output web PageBucket)
  distribution=$(output web PageDistribution)
  # Their names change with what is in them: whoever has one need never ask for it again.
  aws s3 sync "$home/web/dist/assets" "s3://$bucket/assets" --cache-control 'max-age=31536000, immutable' --only-show-errors
  aws s3 sync "$home/web/dist" "s3://$bucket" --delete --exclude 'assets/*' --exclude config.json --exclude '*.html' \
    --cache-control no-cache --only-show-errors
  for page in index.html speak/index.html; do
    sed "s|<link rel=\"preload\"|<link rel=\"preconnect\" href=\"$(output ingest HttpAddress)\" crossorigin />&|" \
      "$home/web/dist/$page" |
      aws s3 cp - "s3://$bucket/$page" --content-type 'text/html; charset=utf-8' --cache-control no-cache --only-show-errors
  done
  printf '{"api": "%s/", "webSocket": "%s", "signIn": {"kind": "cognito", "authority": "%s", "clientId": "%s"}}\n' \
    "$(output ingest HttpAddress)" "$(output ingest WebSocketAddress)" \
    "$(output ingest SignInAddress)" "$(output ingest SignInClient)" |
    aws s3 cp - "s3://$bucket/config.json" --content-type application/json --cache-control no-cache --only-show-errors
  # Those of the pages before go when nobody is sent to them any more.
  aws s3 sync "$home/web/dist/assets" "s3://$bucket/assets" --delete --only-show-errors
  aws cloudfront create-invalidation --distribution-id "$distribution" --paths '/*' >/dev/null
}

job_status() {
  aws kinesisanalyticsv2 describe-application --application-name "dragoman-$stage-job" \
    --query ApplicationDetail.ApplicationStatus --output text
}

# A new application is stopped; an updated one goes on by itself from the snapshot that the update took.
start_job() {
  local status tries=0
  status=$(job_status)
  if [[ $status == READY ]]; then
    say "starting the job"
    aws kinesisanalyticsv2 start-application --application-name "dragoman-$stage-job" >/dev/null
  fi
  until [[ $(job_status) == RUNNING ]]; do
    ((++tries < 90)) || fail "the job does not run after fifteen minutes; ./dragoman logs job --stage $stage says why"
    sleep 10
  done
}

account_destroy() {
  need_account
  local bucket part
  [[ " ${others[*]} " == *" --yes "* ]] ||
    fail "this ends every talk of stage $stage in account $account ($AWS_REGION) and deletes what was said; transcripts, dead letters and users stay. If you mean it: ./dragoman destroy --stage $stage --yes"
  build_for_aws
  (cdk synth --out "$home/target/aws" --stage "$stage") >/dev/null || exit
  # First what writes: a bucket that is being filled can't be taken away.
  toolkit destroy --app "$home/target/aws" --force observability job ingest
  for part in web:Pages storage:Audio; do
    bucket=$(aws cloudformation list-stack-resources --stack-name "dragoman-$stage-${part%:*}" \
      --query "StackResourceSummaries[?ResourceType=='AWS::S3::Bucket' && starts_with(LogicalResourceId, '${part#*:}')].PhysicalResourceId | [0]" \
      --output text 2>/dev/null || echo None)
    [[ $bucket == None ]] || aws s3 rm "s3://$bucket" --recursive --only-show-errors
  done
  # All but what every stage of the account has together.
  toolkit destroy --app "$home/target/aws" --force stream tables storage web
}

# logs PART [--follow]: of the job or a function; on this machine of the newest ./dragoman run.
account_logs() {
  local part=${others[0]:-} follow=()
  [[ " ${others[*]} " != *" --follow "* ]] || follow=(--follow)
  case $part in
    local | local-job | local-functions) local_logs "$part" "${follow[@]}" ;;
    job | web-socket | http | web-socket-authorizer | http-authorizer | web-socket-access | http-access)
      need_account
      aws logs tail "/dragoman/$stage/$part" --since 1h --format short "${follow[@]}" ||
        fail "no logs of $part of stage $stage in account $account ($AWS_REGION); the reason stands above. --stage and --region name another deployment, './dragoman deploy' makes one"
      ;;
    *) fail "logs of what? Of ./dragoman run: local, local-job, local-functions. On AWS: job, web-socket, http, web-socket-authorizer, http-authorizer, web-socket-access, http-access" ;;
  esac
}

# local_logs PART [--follow]: all parts write one file there; the functions' lines bear their logger's name.
local_logs() {
  local part=$1 newest
  shift
  # Their names hold nothing that ls would change.
  # shellcheck disable=SC2012
  newest=$(ls -t "${TMPDIR:-/tmp}"/dragoman-run-*.log 2>/dev/null | head -1 || true)
  [[ -n $newest ]] || fail "no ./dragoman run has left a log in ${TMPDIR:-/tmp}; one started with its own -Ddragoman.log writes there"
  # A line without a time goes on with the one before it.
  tail -n +1 "$@" "$newest" | awk -v part="$part" '
    /^[0-9][0-9]:[0-9][0-9]:/ { shown = part == "local" || (part == "local-functions") == ($3 == "ingest") }
    shown { print; fflush() }'
}

# smoke [--url wss://…]: a talk through a deployment, with what listeners heard.
account_smoke() {
  local url='' i
  for ((i = 0; i < ${#others[@]}; i++)); do
    [[ ${others[i]} != --url ]] || url=${others[i + 1]:?--url wants an address}
  done
  [[ -n ${DRAGOMAN_TOKEN:-} ]] || fail "whoever speaks is signed in: give a token of the user pool in DRAGOMAN_TOKEN (docs/operations.md says how to get one)"
  if [[ -z $url ]]; then
    need_account
    url=$(output ingest WebSocketAddress) || fail "there is no stage $stage in account $account ($AWS_REGION)"
  fi
  build
  java local dev.dragoman.local.cli.Main speak "$home/samples/recordings/talk-cr-mic-24k-250" --to es --url "$url"
}
