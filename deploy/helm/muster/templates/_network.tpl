{{/* The pods of the services, of the check before an upgrade and of the operator's commands, whatever labels an operator passes on to the pods that it makes. */}}
{{- define "muster.own" -}}
matchLabels:
  {{- include "muster.selector" (list . "") | nindent 2 }}
matchExpressions:
  - key: app.kubernetes.io/name
    operator: In
    values: {{ concat (include "muster.services" . | splitList " ") (list "check" "cli") | toJson }}
{{- end }}

{{/* Those of the database that the operator makes, by the label that it gives them. */}}
{{- define "muster.mongodb.selector" -}}
app: {{ include "muster.name" (list . "mongodb") }}-svc
{{- end }}

{{/* Peers of a NetworkPolicy as they are given, else every pod of the cluster. */}}
{{- define "muster.peers" -}}
{{- if . }}
{{- toYaml . }}
{{- else -}}
- namespaceSelector: {}
{{- end }}
{{- end }}

{{/* Peers as they are given, else all addresses that are nobody's own. */}}
{{- define "muster.internet" -}}
{{- if . }}
{{- toYaml . }}
{{- else -}}
- ipBlock:
    cidr: 0.0.0.0/0
    except: [10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16]
- ipBlock:
    cidr: "::/0"
    except: ["::1/128", "fc00::/7", "fe80::/10"]
{{- end }}
{{- end }}

{{/* The port of an address: what it says, else that of its scheme. */}}
{{- define "muster.port" -}}
{{- $parts := urlParse . -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" $parts.host) | default (eq $parts.scheme "https" | ternary "443" "80") -}}
{{- end }}

{{/* The way to the brokers, as a rule. */}}
{{- define "muster.egress.kafka" -}}
- ports:
    {{- range regexFindAll ":[0-9]+" (include "muster.kafka.bootstrap" .) -1 | uniq }}
    - port: {{ trimPrefix ":" . }}
    {{- end }}
  {{- if .Values.networkPolicy.kafkaTo }}
  to:
    {{- toYaml .Values.networkPolicy.kafkaTo | nindent 4 }}
  {{- else if .Values.kafka.strimzi.enabled }}
  to:
    - podSelector:
        matchLabels:
          strimzi.io/cluster: {{ .Values.kafka.strimzi.cluster | quote }}
  {{- end }}
{{- end }}

{{/* The ways out of a service, a rule each: "muster.egress" (list $ "slack-service"). */}}
{{- define "muster.egress" -}}
{{- $root := index . 0 -}}
{{- $service := index . 1 -}}
{{- $network := $root.Values.networkPolicy -}}
# Kafka.
{{ include "muster.egress.kafka" $root }}
{{- if ne $service "report-service" }}
# MongoDB.
- ports:
    - port: {{ $network.mongodbPort }}
  {{- if $network.mongodbTo }}
  to:
    {{- toYaml $network.mongodbTo | nindent 4 }}
  {{- else if $root.Values.mongodb.create.enabled }}
  to:
    - podSelector:
        matchLabels:
          {{- include "muster.mongodb.selector" $root | nindent 10 }}
  {{- end }}
{{- end }}
{{- if eq $service "slack-service" }}
# Slack.
- ports:
    - port: {{ include "muster.port" $root.Values.slack.apiUrl }}
  to:
    {{- include "muster.internet" $network.internetTo | nindent 4 }}
{{- end }}
{{- if eq $service "crm-service" }}
# The CRM.
- ports:
    - port: {{ include "muster.port" $root.Values.crm.url }}
  to:
    {{- include "muster.internet" $network.internetTo | nindent 4 }}
{{- end }}
{{- with $root.Values.tracing.endpoint }}
# Traces.
- ports:
    - port: {{ include "muster.port" . }}
  {{- with $network.tracesTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}
