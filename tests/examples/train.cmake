# The training program as a user runs it: a short run of each recipe, and wrong command lines.

# expect(STATUS REGEX ARGUMENT...): checks the exit status and the text on stdout and stderr together. The data is in
# DATA, unless the arguments name another folder.
function(expect status regex)
  set(data --data "${DATA}")
  if("${ARGN}" MATCHES "--data")
    set(data "")
  endif()
  execute_process(COMMAND "${TRAIN}" ${ARGN} ${data} RESULT_VARIABLE ended OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(NOT ended EQUAL status OR NOT text MATCHES "${regex}")
    message(SEND_ERROR "train ${ARGN}: status ${ended}, expected ${status} and ${regex}:\n${text}")
  endif()
endfunction()

file(GLOB recipes RELATIVE "${RECIPES}" "${RECIPES}/*")
foreach(recipe IN LISTS recipes)
  set(picture "${FOLDER}/${recipe}.svg")
  file(REMOVE "${picture}")
  expect(0 "epoch 2/2 .*training loss: [0-9.]+, accuracy: .*validation loss: .*test loss: .*picture: "
         "${RECIPES}/${recipe}" --epochs 2 --images 256 --validation 200 --picture "${picture}"
         --checkpoint "${FOLDER}/${recipe}.pt")
  file(READ "${picture}" svg)
  if(NOT svg MATCHES "learning rate" OR NOT svg MATCHES "</svg>")
    message(SEND_ERROR "${picture} does not show the learning rate")
  endif()
endforeach()

set(cosine "${RECIPES}/cosine.json")
expect(2 "recipe is required")
expect(2 "none.json: does not exist" none.json)
expect(2 "--epochs: Value 0 not in range" "${cosine}" --epochs 0)
expect(2 "^--validation: Value 60000 not in range" "${cosine}" --validation 60000)
expect(2 "^--checkpoint-every: Value -1 not in range" "${cosine}" --checkpoint-every -1)
expect(2 "cosine.json: batches_per_epoch is 430, but the data give 79: 10000 images in batches of 128 \
\\(from the override batches_per_epoch=430\\)\n$"
       "${cosine}" --images 10000 --set batches_per_epoch=430)
expect(2 "train: /none: is not a folder; ./dev demo unpacks Fashion-MNIST into build/fashion-mnist\n$" "${cosine}"
       --data /none)
set(plateau "${RECIPES}/plateau.yaml")
set(picture "${FOLDER}/plateau.svg")
set(more --epochs 1 --images 256 --picture "${picture}" --checkpoint "${FOLDER}/plateau.pt")
expect(2 "plateau.yaml:3:38: scheduler.monitor is \"val_loss\", expected train_loss or train_accuracy; without \
validation images, there are no others\n$"
       "${plateau}" --validation 0 ${more})
expect(0 "256 images\nepoch 1/1 +loss [0-9.]+ +accuracy [ 0-9.]+ % +lr 0.005 .*\ntraining loss: [0-9.]+, \
accuracy: [0-9.]+ %\ntest loss"
       "${plateau}" --validation 0 --set scheduler.monitor=train_loss ${more})
expect(0 "256 images, validated on 300\nepoch 1/1 +loss .* validation +[0-9.]+, +[0-9.]+ % +lr"
       "${plateau}" --validation 300 ${more})
expect(2 "x.svg: .* is not a folder" "${cosine}" --picture "${FOLDER}/none/x.svg")
expect(2 "x.pt: .* is not a folder" "${cosine}" --checkpoint "${FOLDER}/none/x.pt")
expect(2 ": is a folder, expected a file" "${cosine}" --checkpoint "${FOLDER}" --resume)

file(WRITE "${FOLDER}/wrong.json" [[{"optimizer": {"name": "Adm"}, "scheduler": {"name": "StepLR", "gama": 1}}]])
expect(2 "wrong.json: 3 problems
  .*wrong.json:1:16: optimizer.name is \"Adm\", expected the name of an optimizer \\(SGD, Adam, .*did you mean Adam\\?
  .*wrong.json:1:64: scheduler.gama is not a field of StepLR .*; did you mean gamma\\?
  .*wrong.json:1:32: scheduler.step_size is missing, expected an integer of at least 1" "${FOLDER}/wrong.json")

# Overrides, parameter groups, and an optimizer that computes the loss again
file(WRITE "${FOLDER}/groups.yaml" [[
optimizer: {name: Adam, groups: [{params: linear*, lr: 0.01}]}
scheduler: {name: ExponentialLR, gamma: 0.5}
]])
expect(0 "lr 0.25 .*lr 0.125 .*training loss: " "${FOLDER}/groups.yaml" --epochs 2 --images 256
       --set optimizer.lr=0.25 --picture "${FOLDER}/groups.svg" --checkpoint "${FOLDER}/groups.pt")
expect(0 "LBFGS, ExponentialLR.*training loss: " "${FOLDER}/groups.yaml" --epochs 1 --images 64
       --set "optimizer={name: LBFGS, lr: 0.1}" --picture "${FOLDER}/groups.svg" --checkpoint "${FOLDER}/groups.pt")
expect(2 "groups.yaml: optimizer.groups\\[0\\].params is \"linaer\\*\", which matches none of the parameters .*did you mean linear1\\*\\?"
       "${FOLDER}/groups.yaml" --set "optimizer.groups[0].params=linaer*" --data /none
       --picture "${FOLDER}/groups.svg" --checkpoint "${FOLDER}/groups.pt")
expect(2 "groups.yaml: scheduler.gamma is 0.0"
       "${FOLDER}/groups.yaml" --set scheduler.gamma=0)
