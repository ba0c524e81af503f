{{/* The services that are deployed, in the order in which events reach them. */}}
{{- define "muster.services" -}}
signup-gateway slack-service {{ if .Values.crm.enabled }}crm-service {{ end }}standup-service report-service
{{- end }}

{{/* The name of a service's objects: "muster.name" (list $ "slack-service"). */}}
{{- define "muster.name" -}}
{{- $root := index . 0 -}}
{{ $root.Release.Name }}-{{ index . 1 }}
{{- end }}

{{/* The labels by which an object of the release is known: "muster.labels" (list $ "slack-service"), or "" for one of the whole release. */}}
{{- define "muster.labels" -}}
{{- $root := index . 0 -}}
helm.sh/chart: {{ $root.Chart.Name }}-{{ $root.Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service | quote }}
{{ include "muster.selector" . }}
{{- end }}

{{/* The labels that pods are chosen by, which no upgrade changes. */}}
{{- define "muster.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/part-of: muster
app.kubernetes.io/instance: {{ $root.Release.Name | quote }}
{{- with index . 1 }}
app.kubernetes.io/name: {{ . }}
{{- end }}
{{- end }}

{{/* Beneath `metadata:`, what every object has: "muster.metadata" (list $ "slack-service" "the object's name"). */}}
{{- define "muster.metadata" -}}
{{- $root := index . 0 -}}
name: {{ index . 2 | quote }}
namespace: {{ $root.Release.Namespace | quote }}
labels:
  {{- include "muster.labels" (list $root (index . 1)) | nindent 2 }}
{{- end }}

{{/* The same of what holds data, or what data cannot be reached without: it stays when the release is uninstalled. Its labels do not change with
     the chart's version: Strimzi hands them on to the brokers, and would start them anew. They stand last, so that more may follow. */}}
{{- define "muster.metadata.kept" -}}
{{- $root := index . 0 -}}
name: {{ index . 2 | quote }}
namespace: {{ $root.Release.Namespace | quote }}
annotations:
  helm.sh/resource-policy: keep
labels:
  app.kubernetes.io/managed-by: {{ $root.Release.Service | quote }}
  {{- include "muster.selector" (list $root (index . 1)) | nindent 2 }}
{{- end }}

{{/* The image of a service, or of the operator's commands: "muster.image" (list $ "cli"). */}}
{{- define "muster.image" -}}
{{- $root := index . 0 -}}
{{- with $root.Values.image.registry }}{{ trimSuffix "/" . }}/{{ end -}}
muster/{{ index . 1 }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}
{{- with get $root.Values.image.digests (index . 1) }}@{{ . }}{{ end }}
{{- end }}

{{/* What every pod has beneath `spec:`, whatever runs in it; the restricted profile of Pod Security. */}}
{{- define "muster.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- include "muster.place" . }}
{{- with .Values.pods.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Where pods may run and how important they are, as far as every operator takes it; how it takes a nodeSelector differs. */}}
{{- define "muster.place" -}}
{{- with .Values.pods.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.pods.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- end }}

{{/* How pods are spread: "muster.spread" (list $ "ScheduleAnyway" (dict "their label" "its value")); nothing where they are not. */}}
{{- define "muster.spread" -}}
{{- $labels := index . 2 -}}
{{- $otherwise := index . 1 -}}
{{- with (first .).Values.pods.topologySpread }}
{{- if .enabled }}
topologySpreadConstraints:
  {{- range .keys }}
  - topologyKey: {{ . | quote }}
    maxSkew: 1
    whenUnsatisfiable: {{ $otherwise }}
    labelSelector:
      matchLabels:
        {{- toYaml $labels | nindent 8 }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* What every container may not. */}}
{{- define "muster.container.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Whether the operator's commands can be used: there is a token for them. */}}
{{- define "muster.operator" -}}
{{- if .Values.operators.secret.tokenKey }}yes{{ end }}
{{- end }}

{{/* A container with the operator's commands: "muster.cli" (list $ (list "replay" "list")). */}}
{{- define "muster.cli" -}}
{{- $root := index . 0 -}}
name: cli
image: {{ include "muster.image" (list $root "cli") }}
imagePullPolicy: {{ $root.Values.image.pullPolicy }}
args: {{ toJson (index . 1) }}
env:
  - name: MUSTER_GATEWAY
    value: http://{{ include "muster.name" (list $root "signup-gateway") }}:{{ $root.Values.gateway.service.port }}
  - name: MUSTER_OPERATOR_TOKEN
    valueFrom:
      secretKeyRef:
        name: {{ $root.Values.operators.secret.name | quote }}
        key: {{ $root.Values.operators.secret.tokenKey | quote }}
resources:
  requests: {cpu: 50m, memory: 128Mi}
  limits: {cpu: 500m, memory: 128Mi}
securityContext:
  {{- include "muster.container.security" $root | nindent 2 }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
{{- end }}
