{{/* What is declared in files/kafka.yaml, which the code's own topics and groups are written to; nothing where the file is missing. */}}
{{- define "muster.kafka.declared" -}}
{{ .Files.Get "files/kafka.yaml" | default "{}" }}
{{- end }}

{{/* The port on which Strimzi's brokers meet the services. */}}
{{- define "muster.kafka.port" -}}
{{ if has .Values.kafka.security.protocol (list "SSL" "SASL_SSL") }}9093{{ else }}9092{{ end }}
{{- end }}

{{/* The brokers to begin with, by names that resolve in every namespace: KEDA asks from its own. */}}
{{- define "muster.kafka.bootstrap" -}}
{{- .Values.kafka.bootstrap | default (printf "%s-kafka-bootstrap.%s.svc:%s" .Values.kafka.strimzi.cluster .Release.Namespace (include "muster.kafka.port" .)) -}}
{{- end }}

{{/* Whether Strimzi's users are asked for: it is in charge, and somebody is to be known. */}}
{{- define "muster.kafka.hasUsers" -}}
{{- if and .Values.kafka.strimzi.enabled (ne .Values.kafka.security.protocol "PLAINTEXT") }}yes{{ end }}
{{- end }}

{{/* How Strimzi knows a user: scram-sha-512 or tls. */}}
{{- define "muster.kafka.authentication" -}}
{{ if eq .Values.kafka.security.protocol "SSL" }}tls{{ else }}scram-sha-512{{ end }}
{{- end }}

{{/* The Secret with a user's credentials: "muster.kafka.secret" (list $ "slack-service"). */}}
{{- define "muster.kafka.secret" -}}
{{- $root := index . 0 -}}
{{- get $root.Values.kafka.security.users (index . 1) | default (include "muster.name" .) -}}
{{- end }}

{{/* The Secret with the certificate of the brokers' authority; nothing without TLS, or where it is one that everybody trusts. */}}
{{- define "muster.kafka.caSecret" -}}
{{- if has .Values.kafka.security.protocol (list "SSL" "SASL_SSL") -}}
{{- $ofStrimzi := .Values.kafka.strimzi.enabled | ternary (printf "%s-cluster-ca-cert" .Values.kafka.strimzi.cluster) "" -}}
{{- .Values.kafka.security.ca.secret | default $ofStrimzi -}}
{{- end -}}
{{- end }}

{{/* The files with which a service meets the brokers, as sources of a projected volume: "muster.kafka.files" (list $ "slack-service"). */}}
{{- define "muster.kafka.files" -}}
{{- $root := index . 0 -}}
{{- $security := $root.Values.kafka.security -}}
{{- with include "muster.kafka.caSecret" $root }}
- secret:
    name: {{ . | quote }}
    items:
      - {key: {{ $security.ca.key | quote }}, path: ca.crt}
{{- end }}
{{- if eq $security.protocol "SSL" }}
- secret:
    name: {{ include "muster.kafka.secret" . | quote }}
    items:
      - {key: user.crt, path: user.crt}
      - {key: user.key, path: user.key}
{{- end }}
{{- end }}

{{/* How long what members answered is kept, in milliseconds. */}}
{{- define "muster.kafka.answersRetention" -}}
{{ mul (trimSuffix "d" .Values.retention.answers | int64) 86400000 }}
{{- end }}

{{/* How many partitions the topics have: as many instances of a service can work at once. */}}
{{- define "muster.kafka.partitions" -}}
{{- $fewest := 6 -}}
{{- range (include "muster.kafka.declared" . | fromYaml).topics -}}
{{- $fewest = min $fewest .partitions -}}
{{- end -}}
{{ $fewest }}
{{- end }}

{{/* What Strimzi's pods have of the values of all pods; it takes no nodeSelector, but the same said as an affinity. */}}
{{- define "muster.kafka.pod" -}}
{{- include "muster.place" . }}
{{- with .Values.pods.nodeSelector }}
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - matchExpressions:
            {{- range $label, $value := . }}
            - {key: {{ $label | quote }}, operator: In, values: [{{ $value | quote }}]}
            {{- end }}
{{- end }}
{{- end }}
