# Checks DOCUMENT, docs/your-own-registry.md: each block of YAML is one of the files in FIT, and each block of output is
# what the program PROGRAM prints for them.
file(READ "${DOCUMENT}" document)
file(READ "${FIT}/sine.yaml" sine)
file(READ "${FIT}/wrong.yaml" wrong)
foreach(block IN ITEMS "${sine}" "${wrong}")
  string(FIND "${document}" "```yaml\n${block}```\n" at)
  if(at EQUAL -1)
    message(SEND_ERROR "the document does not show:\n${block}")
  endif()
endforeach()

execute_process(COMMAND "${PROGRAM}" sine.yaml training.rate=0.25 WORKING_DIRECTORY "${FIT}" OUTPUT_VARIABLE fitted)
execute_process(COMMAND "${PROGRAM}" wrong.yaml WORKING_DIRECTORY "${FIT}" ERROR_VARIABLE refused)
foreach(block IN ITEMS "${fitted}" "${refused}")
  string(FIND "${document}" "```\n${block}```\n" at)
  if(at EQUAL -1 OR block STREQUAL "")
    message(SEND_ERROR "the document does not show what the program prints:\n${block}")
  endif()
endforeach()

execute_process(COMMAND "${PROGRAM}" --schema OUTPUT_FILE "${FOLDER}/fit.schema.json")
execute_process(COMMAND "${PYTHON}" -c "
import json, sys, jsonschema
schema, right, wrong = json.load(open(sys.argv[1])), *map(json.loads, sys.argv[2:])
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
validator.validate(right)
print(sorted('/'.join(map(str, error.path)) for error in validator.iter_errors(wrong)))"
  "${FOLDER}/fit.schema.json"
  [[{"data": {"name": "Mix", "of": [{"name": "Curve", "shape": "sine"}]}, "model": {"name": "Waves", "frequencies": [1]}}]]
  [[{"data": {"name": "Mix", "of": [{"name": "Curve", "shape": "x"}]}, "model": {"name": "Wave"}, "training": {"epochs": 0}}]]
  OUTPUT_VARIABLE by_schema RESULT_VARIABLE failed)
if(failed OR NOT by_schema STREQUAL "['data/of/0/shape', 'model/name', 'training/epochs']\n")
  message(SEND_ERROR "the schema says: ${by_schema}")
endif()
