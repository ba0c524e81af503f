#!/bin/sh
# Makes the schemas in this directory anew: generate.sh WORKDIR. README.md says from what, and what is lost on the way.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
mkdir -p "$1/strimzi" && cd "$1"

# --- from the TypeScript models ------------------------------------------------------------------------------------

[ -d node_modules/ts-json-schema-generator ] || npm install --no-fund --no-audit \
    kubernetes-models@5.1.0 @kubernetes-models/keda@2.0.0 @kubernetes-models/prometheus-operator@6.0.0 \
    @kubernetes-models/gateway-api@2.0.0 @kubernetes-models/external-secrets@2.0.0 ts-json-schema-generator@2.4.0

# A file with the schemas of kinds, each given as the module that has its model. One group a file: two groups' names collide.
models() {
    file=$1
    shift
    types=''
    : >"$file.ts"
    for module in "$@"; do
        kind=${module##*/}
        echo "import type {I$kind} from '$module';" >>"$file.ts"
        types="$types${types:+ | }I$kind"
    done
    echo "export type Any = $types;" >>"$file.ts"
    echo "{\"compilerOptions\": {\"module\": \"nodenext\", \"moduleResolution\": \"nodenext\", \"target\": \"es2022\",
        \"skipLibCheck\": true, \"strict\": true}, \"files\": [\"$file.ts\"]}" >"$file.tsconfig"
    npx ts-json-schema-generator --path "$file.ts" --tsconfig "$file.tsconfig" --type Any --no-type-check -o "$file.made"
    node "$here/strip.mjs" "$file.made" "$here/$file.json"
}

models kubernetes kubernetes-models/apps/v1/Deployment kubernetes-models/apps/v1/StatefulSet kubernetes-models/v1/Service \
    kubernetes-models/v1/ConfigMap kubernetes-models/v1/ServiceAccount kubernetes-models/v1/Pod kubernetes-models/batch/v1/Job \
    kubernetes-models/policy/v1/PodDisruptionBudget kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler \
    kubernetes-models/networking.k8s.io/v1/NetworkPolicy kubernetes-models/networking.k8s.io/v1/Ingress
models scaled-object @kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject
models trigger-authentication @kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication
models prometheus-rule @kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule
models service-monitor @kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor
models pod-monitor @kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor
models http-route @kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute
models external-secret @kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret

# --- from Strimzi's own classes ------------------------------------------------------------------------------------

cat >strimzi/pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>schemas</groupId><artifactId>strimzi</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.strimzi</groupId><artifactId>api</artifactId><version>1.2.0</version></dependency>
    <dependency><groupId>io.strimzi</groupId><artifactId>crd-generator</artifactId><version>1.2.0</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q -f strimzi/pom.xml dependency:build-classpath -Dmdep.outputFile="$PWD/strimzi/classpath"
java -cp "$(cat strimzi/classpath)" io.strimzi.crdgenerator.CrdGenerator --target-kube 1.25+ --crd-api-version v1 \
    io.strimzi.api.kafka.model.kafka.Kafka=strimzi/kafka.made \
    io.strimzi.api.kafka.model.nodepool.KafkaNodePool=strimzi/kafka-node-pool.made \
    io.strimzi.api.kafka.model.topic.KafkaTopic=strimzi/kafka-topic.made \
    io.strimzi.api.kafka.model.user.KafkaUser=strimzi/kafka-user.made
for file in kafka kafka-node-pool kafka-topic kafka-user; do
    node "$here/strip.mjs" "strimzi/$file.made" "$here/$file.json"
done
