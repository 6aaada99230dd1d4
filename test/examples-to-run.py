# The examples that an ns-3 tree's test.py runs, with arguments that make them short: (command,
# condition to run it, condition to run it under valgrind).
cpp_examples = []

python_examples = []
