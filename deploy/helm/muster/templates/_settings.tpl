{{/* The settings of a service, as environment variables that are no secret: "muster.settings" (list $ "slack-service"). */}}
{{- define "muster.settings" -}}
{{- $root := index . 0 -}}
{{ include "muster.settings.common" $root }}
{{ include (printf "muster.settings.%s" (index . 1)) $root }}
{{- end }}

{{/* What muster-defaults.yml names. "$" is the root here, as everywhere. */}}
{{- define "muster.settings.common" -}}
MANAGEMENT_SERVER_PORT: "9464"
MUSTER_KAFKA_BOOTSTRAP: {{ include "muster.kafka.bootstrap" . | quote }}
MUSTER_KAFKA_REPLICATION: {{ .Values.kafka.replication | quote }}
MUSTER_KAFKA_MIN_IN_SYNC: {{ .Values.kafka.minInSync | quote }}
MUSTER_KAFKA_CREATE_TOPICS: {{ and .Values.kafka.strimzi.enabled .Values.kafka.strimzi.topics | not | quote }}
{{- with .Values.kafka.security }}
MUSTER_KAFKA_SECURITY_PROTOCOL: {{ .protocol | quote }}
{{- if hasPrefix "SASL" .protocol }}
MUSTER_KAFKA_SASL_MECHANISM: {{ .mechanism | quote }}
{{- end }}
{{- if include "muster.kafka.caSecret" $ }}
MUSTER_KAFKA_CA_FILE: /etc/muster/kafka/ca.crt
{{- end }}
{{- if eq .protocol "SSL" }}
MUSTER_KAFKA_CERTIFICATE_FILE: /etc/muster/kafka/user.crt
MUSTER_KAFKA_KEY_FILE: /etc/muster/kafka/user.key
{{- end }}
{{- end }}
MUSTER_ANSWERS_RETENTION: {{ .Values.retention.answers | quote }}
MUSTER_SET_ASIDE_AFTER: {{ .Values.faults.setAsideAfter | quote }}
MUSTER_MOST_REDRIVES: {{ .Values.faults.mostRedrives | quote }}
MUSTER_OTLP_ENDPOINT: {{ .Values.tracing.endpoint | quote }}
MUSTER_TRACE_SAMPLING: {{ .Values.tracing.sampling | quote }}
MUSTER_LOG_FORMAT: {{ .Values.logging.format | quote }}
{{- end }}

{{- define "muster.settings.signup-gateway" -}}
SERVER_PORT: "8080"
MUSTER_FORWARD_HEADERS: {{ or .Values.gateway.ingress.enabled .Values.gateway.httpRoute.enabled | ternary "framework" "none" | quote }}
MUSTER_CORS_ORIGINS: {{ join "," .Values.signup.corsOrigins | quote }}
MUSTER_STATUS_STEPS: {{ printf "record%s%s" (.Values.slack.invite.enabled | ternary ",slack" "") (.Values.crm.enabled | ternary ",crm" "") | quote }}
MUSTER_STATUS_HEARTBEAT: {{ .Values.signup.statusHeartbeat | quote }}
MUSTER_STATUS_LONGEST_STREAM: {{ .Values.signup.statusLongestStream | quote }}
{{- with .Values.standup }}
MUSTER_STANDUP_CHANNEL: {{ .channel | quote }}
MUSTER_STANDUP_NAME: {{ .name | quote }}
MUSTER_STANDUP_QUESTIONS: {{ join "|" .questions | quote }}
MUSTER_STANDUP_DAYS: {{ join "," .days | quote }}
MUSTER_STANDUP_ASK_AT: {{ .askAt | quote }}
MUSTER_STANDUP_REMIND_AT: {{ .remindAt | quote }}
MUSTER_STANDUP_REPORT_AT: {{ .reportAt | quote }}
MUSTER_STANDUP_ZONE: {{ .zone | quote }}
MUSTER_STANDUP_ENABLED: {{ .enabled | quote }}
{{- end }}
{{- end }}

{{- define "muster.settings.slack-service" -}}
SERVER_PORT: "8080"
{{- with .Values.slack }}
SLACK_API_URL: {{ .apiUrl | quote }}
SLACK_TEMPO: {{ .tempo | quote }}
SLACK_CONNECT_TIMEOUT: {{ .connectTimeout | quote }}
SLACK_ANSWER_TIMEOUT: {{ .answerTimeout | quote }}
SLACK_GRACE: {{ .grace | quote }}
SLACK_LISTENERS: {{ .bot.listeners | quote }}
SLACK_PACE: {{ .bot.pace | quote }}
SLACK_REPORT_LAYOUT: {{ .bot.reportLayout | quote }}
SLACK_DIRECTORY_EVERY: {{ .bot.directoryEvery | quote }}
SLACK_INVITE_STRATEGY: {{ .invite.strategy | quote }}
SLACK_INVITE_CHANNELS: {{ join "," .invite.channels | quote }}
SLACK_INVITE_RESEND: {{ .invite.resend | quote }}
SLACK_INVITE_PACE: {{ .invite.pace | quote }}
{{- end }}
{{- end }}

{{- define "muster.settings.crm-service" -}}
SERVER_PORT: "8080"
{{- with .Values.crm }}
ACTIVECAMPAIGN_URL: {{ .url | quote }}
ACTIVECAMPAIGN_PACE: {{ .pace | quote }}
ACTIVECAMPAIGN_CONNECT_TIMEOUT: {{ .connectTimeout | quote }}
ACTIVECAMPAIGN_ANSWER_TIMEOUT: {{ .answerTimeout | quote }}
ACTIVECAMPAIGN_GRACE: {{ .grace | quote }}
{{- end }}
{{- end }}

{{- define "muster.settings.standup-service" -}}
SERVER_PORT: "8080"
{{- end }}

{{- define "muster.settings.report-service" -}}
SERVER_PORT: "8080"
MUSTER_STATE_DIR: /var/lib/muster
MUSTER_STATE_STANDBYS: {{ index .Values.services "report-service" "standbys" | quote }}
{{- end }}

{{/* The Secret with MongoDB's connection string. */}}
{{- define "muster.mongodb.secret" -}}
{{- if .Values.mongodb.create.enabled -}}
name: {{ .Release.Name }}-mongodb-uri
key: connectionString.standard
{{- else -}}
name: {{ .Values.mongodb.secret.name | quote }}
key: {{ .Values.mongodb.secret.key | quote }}
{{- end }}
{{- end }}

{{/* The secrets of a service, each as a variable with the name and the key of its Secret: "muster.secrets" (list $ "slack-service"). */}}
{{- define "muster.secrets" -}}
{{- $root := index . 0 -}}
{{- $service := index . 1 -}}
{{- if ne $service "report-service" }}
MUSTER_MONGODB_URI:
  {{- include "muster.mongodb.secret" $root | nindent 2 }}
{{- end }}
{{- if hasPrefix "SASL" $root.Values.kafka.security.protocol }}
MUSTER_KAFKA_SASL_JAAS_CONFIG: {name: {{ include "muster.kafka.secret" . | quote }}, key: sasl.jaas.config}
{{- end }}
{{- with $root.Values }}
{{- if eq $service "signup-gateway" }}
MUSTER_ID_SECRET: {name: {{ .signup.secret.name | quote }}, key: {{ .signup.secret.key | quote }}}
MUSTER_OPERATOR_TOKEN_HASHES: {name: {{ .operators.secret.name | quote }}, key: {{ .operators.secret.hashesKey | quote }}}
{{- else if eq $service "slack-service" }}
{{- if .slack.bot.enabled }}
SLACK_BOT_TOKEN: {name: {{ .slack.bot.secret.name | quote }}, key: {{ .slack.bot.secret.botTokenKey | quote }}}
SLACK_APP_TOKEN: {name: {{ .slack.bot.secret.name | quote }}, key: {{ .slack.bot.secret.appTokenKey | quote }}}
{{- end }}
{{- if .slack.invite.enabled }}
SLACK_INVITE_TOKEN: {name: {{ .slack.invite.secret.name | quote }}, key: {{ .slack.invite.secret.tokenKey | quote }}}
{{- end }}
{{- else if eq $service "crm-service" }}
ACTIVECAMPAIGN_API_KEY: {name: {{ .crm.secret.name | quote }}, key: {{ .crm.secret.key | quote }}}
{{- end }}
{{- end }}
{{- end }}

{{/* The Secrets that the user brings, each with its keys, for what is enabled. */}}
{{- define "muster.secretsOfTheUser" -}}
{{- $all := dict -}}
{{- with .Values -}}
{{- $pairs := list (list .signup.secret.name .signup.secret.key) (list .operators.secret.name .operators.secret.hashesKey) -}}
{{- if .operators.secret.tokenKey -}}
{{- $pairs = append $pairs (list .operators.secret.name .operators.secret.tokenKey) -}}
{{- end -}}
{{- if .slack.bot.enabled -}}
{{- $pairs = concat $pairs (list (list .slack.bot.secret.name .slack.bot.secret.botTokenKey) (list .slack.bot.secret.name .slack.bot.secret.appTokenKey)) -}}
{{- end -}}
{{- if .slack.invite.enabled -}}
{{- $pairs = append $pairs (list .slack.invite.secret.name .slack.invite.secret.tokenKey) -}}
{{- end -}}
{{- if .crm.enabled -}}
{{- $pairs = append $pairs (list .crm.secret.name .crm.secret.key) -}}
{{- end -}}
{{- if .mongodb.create.enabled -}}
{{- $pairs = append $pairs (list .mongodb.create.passwordSecret.name .mongodb.create.passwordSecret.key) -}}
{{- else -}}
{{- $pairs = append $pairs (list .mongodb.secret.name .mongodb.secret.key) -}}
{{- end -}}
{{- with .kafka.security -}}
{{- $isPassword := hasPrefix "SASL" .protocol -}}
{{- $users := eq .protocol "PLAINTEXT" | ternary (dict) .users -}}
{{- range $service := include "muster.services" $ | splitList " " -}}
{{- with get $users $service -}}
{{- $pairs = concat $pairs ($isPassword | ternary (list (list . "sasl.jaas.config")) (list (list . "user.crt") (list . "user.key"))) -}}
{{- end -}}
{{- end -}}
{{- if $.Values.autoscaling.lag.enabled -}}
{{- with get $users "observer" -}}
{{- $pairs = concat $pairs ($isPassword | ternary (list (list . "username") (list . "password")) (list (list . "user.crt") (list . "user.key"))) -}}
{{- end -}}
{{- end -}}
{{- if and .ca.secret (include "muster.kafka.caSecret" $) -}}
{{- $pairs = append $pairs (list .ca.secret .ca.key) -}}
{{- end -}}
{{- end -}}
{{- range $pairs -}}
{{- $_ := set $all (first .) (set (get $all (first .) | default dict) (last .) "") -}}
{{- end -}}
{{- end -}}
{{ toYaml $all }}
{{- end }}
