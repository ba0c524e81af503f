// A schema, or a custom resource's definition, as a closed JSON Schema without descriptions: node strip.mjs FROM TO
import {readFileSync, writeFileSync} from 'node:fs';

const texts = {type: 'object', additionalProperties: {type: 'string'}};
const metadata = {
  type: 'object',
  properties: {name: {type: 'string'}, namespace: {type: 'string'}, labels: texts, annotations: texts},
  required: ['name'],
  additionalProperties: false,
};
// The keys under `properties` are names of somebody's fields; everywhere else they are JSON Schema's own words.
const words = new Set(['description', 'default', 'deprecated', 'format', 'nullable', 'example']);

function stripped(node, areFields = false) {
  if (Array.isArray(node)) {
    return node.map(each => stripped(each));
  }
  if (node === null || typeof node !== 'object') {
    return node;
  }
  const kept = {};
  for (const [key, value] of Object.entries(node)) {
    if (areFields) {
      kept[key] = stripped(value);
    } else if (!words.has(key) && !key.startsWith('x-kubernetes-')) {
      kept[key] = stripped(value, key === 'properties' || key === 'definitions' || key === '$defs');
    }
  }
  const isOpen = node['x-kubernetes-preserve-unknown-fields'];
  if (!areFields && kept.properties && kept.additionalProperties === undefined && !isOpen) {
    kept.additionalProperties = false;
  }
  return kept;
}

const made = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let schema = made;
if (made.kind === 'CustomResourceDefinition') {
  const version = made.spec.versions.find(each => each.name === 'v1');
  schema = version.schema.openAPIV3Schema;
  schema.properties.apiVersion = {const: `${made.spec.group}/v1`};
  schema.properties.kind = {const: made.spec.names.kind};
  schema.properties.metadata = metadata;
  delete schema.properties.status;
  schema.required = ['apiVersion', 'kind', 'metadata', 'spec'];
}
writeFileSync(process.argv[3], JSON.stringify({$schema: 'http://json-schema.org/draft-07/schema#', ...stripped(schema)}) + '\n');
