### Interests to begin with; a steward chooses from them, and the names become the community's own.

starter-value = { $emoji } { $name }
starter-anything = anything
starter-first-job = first job
starter-books = books
starter-baseball = baseball
starter-changing-careers = changing careers
starter-cooking = cooking
starter-gardening = gardening
starter-teaching = teaching
starter-writing = writing
starter-music = music
starter-running = running
starter-games = games
starter-films = films
starter-making-things = making things
starter-new-in-town = new in town
starter-working-alone = working alone
starter-open-source = open source
starter-pets = pets
starter-working-parents = working parents
starter-learning-a-language = learning a language
