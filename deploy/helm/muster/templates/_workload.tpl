{{/* The pods of a service, beneath `template:`: "muster.workload" (list $ "slack-service"). */}}
{{- define "muster.workload" -}}
{{- $root := index . 0 -}}
{{- $service := index . 1 -}}
{{- $values := get $root.Values.services $service -}}
{{- $kafkaFiles := include "muster.kafka.files" . -}}
metadata:
  annotations:
    # What is set is read at the start alone: a change of it makes new pods.
    checksum/settings: {{ include "muster.settings" . | sha256sum }}
    {{- with $root.Values.pods.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  labels:
    {{- include "muster.labels" . | nindent 4 }}
    {{- with $root.Values.pods.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "muster.name" . }}
  {{- include "muster.pod" $root | nindent 2 }}
  terminationGracePeriodSeconds: {{ $root.Values.shutdown.graceSeconds }}
  {{- with include "muster.spread" (list $root $root.Values.pods.topologySpread.whenUnsatisfiable (include "muster.selector" . | fromYaml)) | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  containers:
    - name: {{ $service }}
      image: {{ include "muster.image" . }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      envFrom:
        - configMapRef:
            name: {{ include "muster.name" . }}
      env:
        - name: JDK_JAVA_OPTIONS
          value: {{ $values.javaOptions | quote }}
        {{- range $variable, $from := include "muster.secrets" . | fromYaml }}
        - name: {{ $variable }}
          valueFrom:
            secretKeyRef: {{ toJson $from }}
        {{- end }}
        {{- with $values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        {{- if eq $service "signup-gateway" }}
        - name: http
          containerPort: 8080
        {{- end }}
        - name: management
          containerPort: 9464
      # A start may take as long as the slowest node needs; from then on, liveness counts.
      startupProbe:
        httpGet: {path: /actuator/health/liveness, port: management}
        periodSeconds: 3
        failureThreshold: 60
      # A listener that has stopped by itself is brought back by a new process alone.
      livenessProbe:
        httpGet: {path: /actuator/health/liveness, port: management}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      # Ready without its providers and its database: what waits for them waits in Kafka.
      readinessProbe:
        httpGet: {path: /actuator/health/readiness, port: management}
        periodSeconds: 5
        timeoutSeconds: 5
      {{- if eq $service "signup-gateway" }}
      lifecycle:
        preStop:
          sleep:
            seconds: {{ $root.Values.shutdown.preStopSeconds }}
      {{- end }}
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      securityContext:
        {{- include "muster.container.security" $root | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        {{- if $kafkaFiles }}
        - name: kafka
          mountPath: /etc/muster/kafka
          readOnly: true
        {{- end }}
        {{- if eq $service "report-service" }}
        - name: state
          mountPath: /var/lib/muster
        {{- end }}
  volumes:
    - name: tmp
      emptyDir: {}
    {{- if $kafkaFiles }}
    - name: kafka
      projected:
        sources:
          {{- $kafkaFiles | trim | nindent 10 }}
    {{- end }}
{{- end }}

{{/* A container in which a service looks, with its settings, whether it could take over, and ends: "muster.check" (list $ "slack-service"). */}}
{{- define "muster.check" -}}
{{- $root := index . 0 -}}
{{- $service := index . 1 -}}
{{- $values := get $root.Values.services $service -}}
name: {{ $service }}
image: {{ include "muster.image" . }}
imagePullPolicy: {{ $root.Values.image.pullPolicy }}
env:
  - name: JDK_JAVA_OPTIONS
    value: {{ printf "%s -Dspring.context.exit=onRefresh" $values.javaOptions | quote }}
  # Strimzi brings topics and permissions after this to what the new version declares: then only what it cannot change counts.
  - {name: MUSTER_UPGRADE_CHECK, value: {{ and $root.Values.kafka.strimzi.enabled $root.Values.kafka.strimzi.topics | ternary "events" "all" }}}
  # The ConfigMap that is there now has the settings of the version that is there now.
  {{- range $variable, $value := include "muster.settings" . | fromYaml }}
  - {name: {{ $variable }}, value: {{ $value | quote }}}
  {{- end }}
  {{- range $variable, $from := include "muster.secrets" . | fromYaml }}
  - name: {{ $variable }}
    valueFrom:
      secretKeyRef: {{ toJson $from }}
  {{- end }}
  {{- with $values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
resources:
  {{- toYaml $values.resources | nindent 2 }}
securityContext:
  {{- include "muster.container.security" $root | nindent 2 }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- if include "muster.kafka.files" . }}
  - name: {{ $service }}
    mountPath: /etc/muster/kafka
    readOnly: true
  {{- end }}
{{- end }}
