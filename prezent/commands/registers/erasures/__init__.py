"""An erasure everywhere that this installation keeps something: records, names, answers, lists, copies; its receipt."""
