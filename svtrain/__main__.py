from svtrain.cli import main

main()
