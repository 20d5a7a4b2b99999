### Lo que se dice alrededor de todo lo demás: cuando algo no se entiende o sale mal, y cómo se llaman los comandos.

sorry-broken =
    Algo salió mal de nuestro lado; nada cambió. Quedó anotado para las personas que mantienen este bot.

    Prueba otra vez en un momento.
sorry-unknown-tap =
    Este botón es de antes y ya no hace nada. Nada cambió.

    Mis círculos muestra cómo están las cosas ahora.
sorry-unknown-command =
    No hay un comando así. Esto es lo que hay: { $commands }.
sorry-did-you-mean =
    No hay un comando así. ¿Quisiste decir **{ $command }**? Nada cambió; /circles help cuenta cómo funciona esto.
sorry-option =
    Eso no encajó: este comando no entiende { $option }. Nada cambió.
sorry-people =
    No encontré a todas las personas que nombraste. Escribe sus nombres como están en la lista de aquí, separados por comas. Nada cambió.
sorry-weeks =
    Eso no encajó: una pausa es un número entero de semanas, de 0 a { $most }, y 0 la termina. Nada cambió.
sorry-stewards-only =
    Esto es para quienes cuidan del bot aquí. Nada cambió.

moment-pattern = EEEE d 'de' MMMM, HH:mm
button-mine = Mis círculos

command-circles = Círculos pequeños de gente a la que le gusta lo mismo
    .name = círculos
command-steward = Para quienes cuidan del bot aquí
    .name = cuidar
option-interest = De qué se trata
    .name = interés
option-weeks = Durante cuántas semanas
    .name = semanas
option-topic = En pocas palabras
    .name = tema
option-person = Quién
    .name = persona
option-board = El canal para el tablero
    .name = tablero
option-rooms = El canal bajo el que se abren las salas
    .name = salas
sorry-which-server =
    ¿De qué servidor se trata? Escríbelo allí, por favor; después también funciona aquí.
sorry-once-more =
    He tardado demasiado en abrirlo. Tócalo otra vez, por favor; no ha cambiado nada.
menu-avoid = Evitar, en privado

command-circles-join = Sumarte a un interés; nadie lo ve
    .name = sumarse
    .example = /circles join béisbol
command-circles-leave = Retirar un deseo, en silencio
    .name = retirar
    .example = /circles leave béisbol
command-circles-mine = Tus deseos y círculos, y lo que sigue
    .name = míos
    .example = /circles mine
command-circles-pause = Pausar todo unas semanas; 0 termina la pausa
    .name = pausa
    .example = /circles pause 2
command-circles-help = Qué hace este bot, y qué poco pide
    .name = ayuda
    .example = /circles help
command-steward-setup = Elegir dónde están el tablero y las salas
    .name = preparar
    .example = /steward setup
