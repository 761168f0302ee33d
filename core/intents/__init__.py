"""What can be asked of a workbench besides commands: plans that become commands when their turn has come, moves in
time, and questions.
"""
