### Intereses para empezar; quien prepara el bot elige de aquí, y los nombres pasan a ser de la comunidad.

starter-value = { $emoji } { $name }
starter-anything = lo que sea
starter-first-job = primer trabajo
starter-books = libros
starter-baseball = béisbol
starter-changing-careers = cambio de carrera
starter-cooking = cocina
starter-gardening = jardinería
starter-teaching = enseñar
starter-writing = escribir
starter-music = música
starter-running = correr
starter-games = juegos
starter-films = cine
starter-making-things = hacer cosas a mano
starter-new-in-town = llegar a un lugar nuevo
starter-working-alone = trabajar a solas
starter-open-source = código abierto
starter-pets = mascotas
starter-working-parents = trabajar y criar
starter-learning-a-language = aprender un idioma
